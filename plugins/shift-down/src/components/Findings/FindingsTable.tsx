import { Link, type SortDescriptor } from '@backstage/ui';
import type { Finding } from '@shift-down/plugin-shift-down-common/client';
import type { UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import {
  DataTable,
  ResultLabel,
  SeverityLabel,
  Time,
  type DataColumn,
  Quiet,
} from '../common';
import { ExemptLabel } from '../Exceptions/FindingExceptions';
import { Due, SuppressedLabel } from '../SupplyChain';
import { isGrouped, sortOf, typeOf } from './query';
import styles from './Findings.module.css';

/** The column that shows each field the API can sort by. */
const COLUMN_OF_SORT = {
  severity: 'severity',
  policy: 'finding',
  firstSeen: 'firstSeen',
  due: 'due',
} as const;

/** One page of findings, as one table or as one for each policy. */
export function FindingsTable(props: {
  findings: Finding[];
  stale: boolean;
  url: UrlState;
}) {
  const { findings, stale, url } = props;
  const t = useText();
  const ofPolicies = usePolicyColumns(url);
  const ofVulnerabilities = useVulnerabilityColumns(url);
  const vulnerabilities = typeOf(url) === 'vulnerability';
  const columns = vulnerabilities ? ofVulnerabilities : ofPolicies;
  const grouped = isGrouped(url);
  const table = (items: Finding[], label: string) => (
    <DataTable
      label={label}
      columns={columns}
      items={items}
      keyOf={finding => finding.id}
      sort={descriptorOf(sortOf(url))}
      onSort={sort => url.set({ sort: sortFrom(sort), cursor: undefined })}
      stale={stale}
    />
  );
  if (!grouped) {
    return table(
      findings,
      t(
        vulnerabilities
          ? 'findings.vulnerabilitiesCaption'
          : 'findings.caption',
      ),
    );
  }
  return (
    <>
      {[...byPolicy(findings)].map(([policy, items]) => (
        <section key={policy} className={styles.group}>
          <h3 className={styles.groupTitle}>
            {policy || t('findings.noPolicy')}
            <Quiet>{t('findings.groupCount', { count: items.length })}</Quiet>
          </h3>
          {table(items, policy || t('findings.noPolicy'))}
        </section>
      ))}
    </>
  );
}

function usePolicyColumns(url: UrlState): DataColumn<Finding>[] {
  const t = useText();
  const sortable = !isGrouped(url);
  return [
    {
      id: 'severity',
      label: t('findings.columns.severity'),
      sortable,
      cell: finding => <SeverityLabel severity={finding.severity} />,
    },
    {
      id: 'finding',
      label: t('findings.columns.finding'),
      sortable,
      isRowHeader: true,
      cell: finding => (
        <div className={styles.finding}>
          <Link href={url.href({ finding: finding.id })}>{finding.title}</Link>
          <Quiet>
            {[finding.policy, finding.rule].filter(Boolean).join(' / ')}
          </Quiet>
          <ExemptLabel finding={finding} />
        </div>
      ),
    },
    {
      id: 'result',
      label: t('findings.columns.result'),
      cell: finding => (
        <ResultLabel result={finding.result} unverified={finding.unverified} />
      ),
    },
    {
      id: 'responsibility',
      label: t('findings.columns.responsibility'),
      cell: finding => t(`words.responsibility.${finding.responsibility}`),
    },
    {
      id: 'where',
      label: t('findings.columns.where'),
      cell: finding => <Where finding={finding} />,
    },
    {
      id: 'firstSeen',
      label: t('findings.columns.firstSeen'),
      sortable,
      cell: finding => <Time at={finding.firstSeen} />,
    },
  ];
}

function useVulnerabilityColumns(url: UrlState): DataColumn<Finding>[] {
  const t = useText();
  return [
    {
      id: 'severity',
      label: t('findings.columns.severity'),
      sortable: true,
      cell: finding => <SeverityLabel severity={finding.severity} />,
    },
    {
      id: 'advisory',
      label: t('findings.columns.advisory'),
      width: '34%',
      isRowHeader: true,
      cell: finding => (
        <div className={styles.finding}>
          <Link href={url.href({ finding: finding.id })}>
            {finding.advisory ?? finding.title}
          </Link>
          <Quiet>
            {[finding.packageName, finding.installedVersion]
              .filter(Boolean)
              .join(' ')}
          </Quiet>
          {finding.repository && (
            <Quiet>
              {t('findings.inImage', { image: finding.repository })}
            </Quiet>
          )}
          {finding.suppression && <SuppressedLabel />}
          <ExemptLabel finding={finding} />
        </div>
      ),
    },
    {
      id: 'result',
      label: t('findings.columns.result'),
      cell: finding => (
        <ResultLabel result={finding.result} unverified={finding.unverified} />
      ),
    },
    {
      id: 'layer',
      label: t('findings.columns.layer'),
      cell: finding => t(`supplyChain.layer.${finding.layer ?? 'unknown'}`),
    },
    {
      id: 'due',
      label: t('findings.columns.due'),
      sortable: true,
      cell: finding => <Due {...finding} />,
    },
    {
      id: 'responsibility',
      label: t('findings.columns.responsibility'),
      cell: finding => t(`words.responsibility.${finding.responsibility}`),
    },
    {
      id: 'firstSeen',
      label: t('findings.columns.firstSeen'),
      sortable: true,
      cell: finding => <Time at={finding.firstSeen} />,
    },
  ];
}

function Where(props: { finding: Finding }) {
  const t = useText();
  const { subject, occurrences } = props.finding;
  if (!subject) {
    return <>{t('findings.places', { count: occurrences })}</>;
  }
  const { cluster, namespace, kind, name, component } = subject;
  return (
    <div>
      <div>
        {kind} {name}
        {component && ` (${component})`}
      </div>
      <Quiet>{[cluster, namespace].filter(Boolean).join(' / ')}</Quiet>
    </div>
  );
}

function byPolicy(findings: Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const policy = finding.policy ?? '';
    groups.set(policy, [...(groups.get(policy) ?? []), finding]);
  }
  return groups;
}

function descriptorOf(sort: ReturnType<typeof sortOf>): SortDescriptor {
  const field = sort.replace('-', '') as keyof typeof COLUMN_OF_SORT;
  return {
    column: COLUMN_OF_SORT[field],
    direction: sort.startsWith('-') ? 'descending' : 'ascending',
  };
}

function sortFrom(descriptor: SortDescriptor): string | undefined {
  const field = Object.entries(COLUMN_OF_SORT).find(
    ([, column]) => column === descriptor.column,
  )?.[0];
  return field && (descriptor.direction === 'descending' ? `-${field}` : field);
}
