import { parseEntityRef } from '@backstage/catalog-model';
import { Flex, Link, type SortDescriptor } from '@backstage/ui';
import type { PostureOverview } from '@shift-down/plugin-shift-down-common/client';
import { useOpenWords, useText } from '../../hooks/useWords';
import { formatShare } from '../../posture';
import {
  DataTable,
  EntityLink,
  GradeBadge,
  SeverityLabel,
  useEntitySecurityLink,
  type DataColumn,
  Quiet,
} from '../common';
import { Counts } from '../EntitySecurity/Counts';

/** Entities with their posture in short, each linked to its security tab. */
export function PostureTable(props: {
  label: string;
  postures: PostureOverview[];
  sort?: SortDescriptor;
  onSort?: (sort: SortDescriptor) => void;
  stale?: boolean;
}) {
  const columns = useColumns(Boolean(props.onSort));
  return (
    <DataTable
      label={props.label}
      items={props.postures}
      keyOf={posture => posture.entityRef}
      columns={columns}
      sort={props.sort}
      onSort={props.onSort}
      stale={props.stale}
    />
  );
}

function useColumns(sortable: boolean): DataColumn<PostureOverview>[] {
  const t = useText();
  const words = useOpenWords();
  const linkTo = useEntitySecurityLink();
  return [
    {
      id: 'name',
      label: t('overview.fleet.columns.name'),
      isRowHeader: true,
      sortable,
      cell: ({ entityRef, title }) => (
        <Link href={linkTo(entityRef)}>
          {title ?? parseEntityRef(entityRef).name}
        </Link>
      ),
    },
    {
      id: 'kind',
      label: t('overview.fleet.columns.kind'),
      cell: ({ entityRef }) => words.kind(parseEntityRef(entityRef).kind),
    },
    {
      id: 'grade',
      label: t('overview.fleet.columns.grade'),
      sortable,
      cell: posture => <GradeAndScore posture={posture} />,
    },
    {
      id: 'counts',
      label: t('overview.fleet.columns.counts'),
      cell: posture =>
        posture.state === 'assessed' ? <Counts {...posture} /> : null,
    },
    {
      id: 'worst',
      label: t('overview.fleet.columns.worst'),
      sortable,
      cell: posture => <WorstFinding posture={posture} />,
    },
    {
      id: 'owner',
      label: t('overview.fleet.columns.owner'),
      sortable,
      cell: ({ ownerRef }) =>
        ownerRef ? (
          <EntityLink entityRef={ownerRef} />
        ) : (
          t('overview.fleet.noOwner')
        ),
    },
  ];
}

function GradeAndScore(props: { posture: PostureOverview }) {
  const t = useText();
  const { state, grade, score, coverage } = props.posture;
  return (
    <Flex gap="2" align="center">
      <GradeBadge grade={grade} />
      {state === 'assessed' ? (
        <div>
          <div>
            {score === undefined
              ? t('posture.grade.noScore')
              : t('posture.grade.score', { score: String(score) })}
          </div>
          <Quiet>
            {t('posture.grade.coverage', { share: formatShare(coverage) })}
          </Quiet>
        </div>
      ) : (
        <span>{t(`overview.fleet.state.${state}`)}</span>
      )}
    </Flex>
  );
}

function WorstFinding(props: { posture: PostureOverview }) {
  const t = useText();
  const linkTo = useEntitySecurityLink();
  const { entityRef, worstFinding, coverage } = props.posture;
  if (!worstFinding) {
    return (
      <Quiet>
        {coverage > 0
          ? t('overview.fleet.noWorst')
          : t('overview.fleet.noneKnown')}
      </Quiet>
    );
  }
  return (
    <Flex gap="2" align="center">
      <SeverityLabel severity={worstFinding.severity} />
      <Link href={linkTo(entityRef, { finding: worstFinding.id })}>
        {worstFinding.title}
      </Link>
    </Flex>
  );
}
