import { Link, Text } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCheckLine,
  RiCheckboxCircleLine,
  RiInboxArchiveLine,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { DataTable, formatDay, Label, Quiet, type DataColumn } from '../common';
import {
  hasAny,
  ProvenanceLabel,
  SeverityCounts,
  VerdictLabel,
  type GoldenRelease,
} from '../SupplyChain';
import { USERS_ID } from './Users';
import styles from './GoldenImages.module.css';

const STATE_LOOK = {
  current: { icon: RiCheckboxCircleFill, tone: 'success' },
  supported: { icon: RiCheckLine, tone: 'info' },
  'out-of-support': { icon: RiTimeLine, tone: 'danger' },
  retired: { icon: RiInboxArchiveLine, tone: 'danger' },
} as const;

/** Releases, the newest first: how long each is supported, what it carries, who is on it. */
export function ReleasesTable(props: { image: GoldenImageDetail }) {
  const t = useText();
  const columns = useColumns();
  const { releaseList } = props.image;
  return releaseList.length === 0 ? (
    <Text as="p">{t('goldenImages.releases.none')}</Text>
  ) : (
    <DataTable
      label={t('goldenImages.releases.title')}
      items={releaseList}
      keyOf={({ version, channel }) => `${channel ?? ''}/${version}`}
      columns={columns}
    />
  );
}

function useColumns(): DataColumn<GoldenRelease>[] {
  const t = useText();
  const url = useUrlState();
  return [
    {
      id: 'version',
      label: t('goldenImages.releases.columns.version'),
      isRowHeader: true,
      cell: release => <Version release={release} />,
    },
    {
      id: 'support',
      label: t('goldenImages.releases.columns.support'),
      cell: ({ state, supportedUntil }) => (
        <div className={styles.stack}>
          <Label {...STATE_LOOK[state]}>
            {t(`goldenImages.releases.state.${state}`)}
          </Label>
          {supportedUntil && (
            <Quiet>
              {t(
                state === 'out-of-support'
                  ? 'goldenImages.releases.ended'
                  : 'goldenImages.releases.until',
                { day: formatDay(supportedUntil) },
              )}
            </Quiet>
          )}
        </div>
      ),
    },
    {
      id: 'vulnerabilities',
      label: t('goldenImages.releases.columns.vulnerabilities'),
      cell: release => <Vulnerabilities release={release} />,
    },
    {
      id: 'signature',
      label: t('goldenImages.releases.columns.signature'),
      cell: ({ signature, provenance }) => (
        <div className={styles.stack}>
          <VerdictLabel of="signature" verdict={signature} brief />
          <ProvenanceLabel verdict={provenance} />
        </div>
      ),
    },
    {
      id: 'adoption',
      label: t('goldenImages.releases.columns.adoption'),
      cell: ({ workloads, entities }) =>
        workloads ? (
          <div className={styles.stack}>
            <span>
              {t('goldenImages.releases.workloads', { count: workloads })}
            </span>
            <Quiet>
              {t('goldenImages.releases.entities', { count: entities ?? 0 })}
            </Quiet>
          </div>
        ) : (
          <Quiet>{t('goldenImages.releases.nobody')}</Quiet>
        ),
    },
    {
      id: 'retire',
      label: t('goldenImages.releases.columns.retire'),
      cell: ({ version }) => (
        <Link
          href={`${url.href({
            version,
            owner: undefined,
            state: undefined,
            cursor: undefined,
          })}#${USERS_ID}`}
          aria-label={t('goldenImages.releases.retireLabel', { version })}
        >
          {t('goldenImages.releases.retire')}
        </Link>
      ),
    },
  ];
}

function Version(props: { release: GoldenRelease }) {
  const t = useText();
  const { version, channel, released, declared, inspection } = props.release;
  const problem =
    inspection?.state === 'unknown'
      ? inspection.reason ?? inspection.problem
      : undefined;
  return (
    <div className={styles.stack}>
      <span>{version}</span>
      <Quiet>
        {[
          channel && t('goldenImages.inChannel', { channel }),
          released &&
            t('goldenImages.releases.released', { day: formatDay(released) }),
        ]
          .filter(Boolean)
          .join(', ')}
      </Quiet>
      {declared === false && (
        <Quiet>{t('goldenImages.releases.discovered')}</Quiet>
      )}
      {problem && (
        <Label icon={RiQuestionLine} tone="warning">
          {t('goldenImages.releases.problem', { reason: problem })}
        </Label>
      )}
    </div>
  );
}

/** Never scanned is unknown, and never looks like none. */
function Vulnerabilities(props: { release: GoldenRelease }) {
  const t = useText();
  const { scanned, vulnerabilities } = props.release;
  if (!scanned || !vulnerabilities) {
    return (
      <Label icon={RiQuestionLine} tone="warning">
        {t('goldenImages.releases.notScanned')}
      </Label>
    );
  }
  return hasAny(vulnerabilities) ? (
    <SeverityCounts counts={vulnerabilities} />
  ) : (
    <Label icon={RiCheckboxCircleLine} tone="success">
      {t('goldenImages.releases.noneReported')}
    </Label>
  );
}
