import { useApi } from '@backstage/frontend-plugin-api';
import { Link, Select, Switch, Text } from '@backstage/ui';
import type {
  Finding,
  ListFindingsQuery,
  Posture,
} from '@shift-down/plugin-shift-down-common/client';
import { useEffect, useState } from 'react';
import { shiftDownApiRef } from '../../api';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import {
  DataTable,
  LoadFailed,
  Loading,
  Pager,
  SeverityLabel,
  Quiet,
} from '../common';
import { ExemptLabel } from '../Exceptions/FindingExceptions';
import { Due, Section, SuppressedLabel } from '../SupplyChain';
import styles from './Images.module.css';

const PAGE_SIZE = 25;
const LAYERS = ['base', 'application', 'unknown'] as const;
const ANY = 'any';

/** The vulnerabilities that scanners report in one image, worst first. */
export function Vulnerabilities(props: {
  repository: string;
  scanned: boolean;
  posture: Posture;
}) {
  const { repository, posture } = props;
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const fixable = url.get('fixable') === 'true';
  const overdue = url.get('overdue') === 'true';
  const layer = LAYERS.find(item => item === url.get('layer'));
  // The page's own cursor is that of the images, so this one stays out of the URL.
  const [cursors, setCursors] = useState<string[]>([]);
  useEffect(() => setCursors([]), [fixable, overdue, layer]);
  const cursor = cursors[cursors.length - 1];
  const query: ListFindingsQuery = {
    entityRef: posture.entityRef,
    type: 'vulnerability',
    repository: [repository],
    fixable: fixable || undefined,
    overdue: overdue || undefined,
    layer,
    limit: PAGE_SIZE,
    cursor,
  };
  const { result, reload } = useLoad(
    JSON.stringify([query, posture.assessedAt]),
    () => api.listFindings(query),
    { keepPrevious: true },
  );
  const page = result.status === 'loaded' ? result.value : undefined;
  return (
    <Section title={t('evidence.vulnerabilities.title')}>
      <div className={styles.toolbar}>
        <Select
          size="small"
          aria-label={t('evidence.vulnerabilities.layers')}
          options={[
            { id: ANY, label: t('evidence.vulnerabilities.anyLayer') },
            ...LAYERS.map(id => ({ id, label: t(`supplyChain.layer.${id}`) })),
          ]}
          value={layer ?? ANY}
          onChange={value =>
            url.set({ layer: value === ANY ? undefined : String(value) })
          }
        />
        <Switch
          label={t('evidence.vulnerabilities.fixable')}
          isSelected={fixable}
          onChange={on => url.set({ fixable: on ? 'true' : undefined })}
        />
        <Switch
          label={t('evidence.vulnerabilities.overdue')}
          isSelected={overdue}
          onChange={on => url.set({ overdue: on ? 'true' : undefined })}
        />
        <Text as="p" role="status">
          {page &&
            t(
              page.totalIsLowerBound
                ? 'evidence.vulnerabilities.totalAtLeast'
                : 'evidence.vulnerabilities.total',
              { count: page.total },
            )}
        </Text>
      </div>
      {result.status === 'loading' && (
        <Loading label={t('evidence.vulnerabilities.loading')} />
      )}
      {result.status === 'failed' && (
        <LoadFailed error={result.error} onRetry={reload} as="h3" />
      )}
      {page?.items.length === 0 && (
        <Text as="p">{t(`evidence.vulnerabilities.${emptyReason()}`)}</Text>
      )}
      {page && page.items.length > 0 && (
        <>
          <VulnerabilityTable findings={page.items} repository={repository} />
          <Pager
            nextCursor={page.nextCursor}
            pages={{
              cursor,
              goTo: next => setCursors([...cursors, next]),
              goBack:
                cursors.length > 0
                  ? () => setCursors(cursors.slice(0, -1))
                  : undefined,
              goToFirst: () => setCursors([]),
            }}
          />
        </>
      )}
    </Section>
  );

  function emptyReason() {
    if (!props.scanned) {
      return 'unknown';
    }
    return fixable || overdue || layer ? 'filtered' : 'empty';
  }
}

function VulnerabilityTable(props: {
  findings: Finding[];
  repository: string;
}) {
  const t = useText();
  const url = useUrlState();
  return (
    <DataTable
      label={t('evidence.vulnerabilities.caption', {
        image: props.repository,
      })}
      items={props.findings}
      keyOf={finding => finding.id}
      columns={[
        {
          id: 'severity',
          label: t('evidence.vulnerabilities.columns.severity'),
          cell: finding => <SeverityLabel severity={finding.severity} />,
        },
        {
          id: 'advisory',
          label: t('evidence.vulnerabilities.columns.advisory'),
          isRowHeader: true,
          cell: finding => (
            <div className={styles.stack}>
              <Link href={url.href({ finding: finding.id })}>
                {finding.advisory ?? finding.title}
              </Link>
              {finding.advisory && finding.title !== finding.advisory && (
                <Quiet>{finding.title}</Quiet>
              )}
              {finding.suppression && <SuppressedLabel />}
              <ExemptLabel finding={finding} />
            </div>
          ),
        },
        {
          id: 'package',
          label: t('evidence.vulnerabilities.columns.package'),
          cell: finding => finding.packageName ?? finding.packageUrl,
        },
        {
          id: 'installed',
          label: t('evidence.vulnerabilities.columns.installed'),
          cell: finding => finding.installedVersion,
        },
        {
          id: 'fixed',
          label: t('evidence.vulnerabilities.columns.fixed'),
          cell: finding =>
            finding.fixedVersion || t('evidence.vulnerabilities.notFixed'),
        },
        {
          id: 'layer',
          label: t('evidence.vulnerabilities.columns.layer'),
          cell: finding => t(`supplyChain.layer.${finding.layer ?? 'unknown'}`),
        },
        {
          id: 'due',
          label: t('evidence.vulnerabilities.columns.due'),
          cell: finding => <Due {...finding} />,
        },
      ]}
    />
  );
}
