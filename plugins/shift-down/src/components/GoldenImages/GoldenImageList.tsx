import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Link, Text, VisuallyHidden } from '@backstage/ui';
import {
  RiErrorWarningLine,
  RiInboxArchiveLine,
  RiStackLine,
} from '@remixicon/react';
import type {
  GoldenImageList as List,
  GoldenImageSummary,
} from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { goldenImageRouteRef } from '../../routes';
import {
  DataTable,
  EntityLink,
  Label,
  LoadFailed,
  Loading,
  Quiet,
  StateMessage,
  timeAgo,
  type DataColumn,
} from '../common';
import { hasAny, SeverityCounts } from '../SupplyChain';
import { AdoptionBar } from './AdoptionBar';
import styles from './GoldenImages.module.css';

const REFRESH_SECONDS = 30;

/** Every golden image with its newest releases and who stands on it. */
export function GoldenImageList() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { result, reload } = useLoad(
    'golden-images',
    () => api.listGoldenImages(),
    { refreshSeconds: () => REFRESH_SECONDS },
  );
  return (
    <>
      <VisuallyHidden>
        <h2>{t('goldenImages.caption')}</h2>
      </VisuallyHidden>
      {result.status === 'loading' && (
        <Loading label={t('goldenImages.loading')} rows={8} />
      )}
      {result.status === 'failed' && (
        <LoadFailed error={result.error} onRetry={reload} as="h3" />
      )}
      {result.status === 'loaded' && (
        <>
          {result.refreshError && (
            <Alert
              role="status"
              status="warning"
              icon
              title={t('goldenImages.refreshFailed')}
              description={messageOf(result.refreshError)}
            />
          )}
          <Images list={result.value} />
        </>
      )}
    </>
  );
}

function Images(props: { list: List }) {
  const t = useText();
  const columns = useColumns();
  const { items, elsewhere } = props.list;
  if (items.length === 0) {
    return (
      <StateMessage
        icon={RiStackLine}
        tone="neutral"
        title={t('goldenImages.empty.title')}
        as="h3"
      >
        <Text as="p">{t('goldenImages.empty.text')}</Text>
      </StateMessage>
    );
  }
  return (
    <>
      <Text as="p" role="status">
        {t('goldenImages.total', { count: items.length })}
      </Text>
      <DataTable
        label={t('goldenImages.caption')}
        items={items}
        keyOf={({ name }) => name}
        columns={columns}
      />
      {(elsewhere.notGolden > 0 || elsewhere.unknown > 0) && (
        <Text as="p">
          {t('goldenImages.elsewhere.title')}:{' '}
          {t('goldenImages.elsewhere.notGolden', {
            count: elsewhere.notGolden,
          })}
          ; {t('goldenImages.elsewhere.unknown', { count: elsewhere.unknown })}.
        </Text>
      )}
    </>
  );
}

function useColumns(): DataColumn<GoldenImageSummary>[] {
  const t = useText();
  const linkTo = useRouteRef(goldenImageRouteRef);
  return [
    {
      id: 'name',
      label: t('goldenImages.columns.name'),
      width: '30%',
      isRowHeader: true,
      cell: image => {
        const { name, title, description, problems } = image;
        return (
          <div className={styles.stack}>
            {linkTo ? (
              <Link href={linkTo({ name })}>{title ?? name}</Link>
            ) : (
              <span>{title ?? name}</span>
            )}
            {description && <Quiet>{description}</Quiet>}
            <RetiredLabel image={image} />
            {problems.length > 0 && (
              <Label icon={RiErrorWarningLine} tone="danger">
                {t('goldenImages.problems', { count: problems.length })}
              </Label>
            )}
          </div>
        );
      },
    },
    {
      id: 'newest',
      label: t('goldenImages.columns.newest'),
      cell: ({ newest }) =>
        newest && newest.length > 0 ? (
          <div className={styles.stack}>
            {newest.map(release => (
              <Newest key={release.channel ?? ''} release={release} />
            ))}
          </div>
        ) : (
          <Quiet>{t('goldenImages.noRelease')}</Quiet>
        ),
    },
    {
      id: 'adoption',
      label: t('goldenImages.columns.adoption'),
      width: '28%',
      cell: ({ adoption }) => <AdoptionBar adoption={adoption} />,
    },
    {
      id: 'owner',
      label: t('goldenImages.columns.owner'),
      cell: ({ ownerRef }) =>
        ownerRef ? (
          <EntityLink entityRef={ownerRef} />
        ) : (
          t('goldenImages.noOwner')
        ),
    },
  ];
}

function Newest(props: {
  release: NonNullable<GoldenImageSummary['newest']>[number];
}) {
  const t = useText();
  const { channel, version, released, vulnerabilities } = props.release;
  const words = [
    ...(channel ? [t('goldenImages.inChannel', { channel })] : []),
    ...(released
      ? [t('goldenImages.releasedOn', { when: timeAgo(released) })]
      : []),
  ].join(', ');
  return (
    <div className={styles.stack}>
      <span>
        {version} <Quiet>{words}</Quiet>
      </span>
      {vulnerabilities && hasAny(vulnerabilities) && (
        <SeverityCounts counts={vulnerabilities} />
      )}
    </div>
  );
}

/** Marks an image that nobody should build on any more, and says on which instead. */
export function RetiredLabel(props: { image: GoldenImageSummary }) {
  const t = useText();
  const { retired, replacement } = props.image;
  return retired ? (
    <Label icon={RiInboxArchiveLine} tone="danger">
      {replacement
        ? t('goldenImages.retiredUse', { replacement })
        : t('goldenImages.retired')}
    </Label>
  ) : null;
}
