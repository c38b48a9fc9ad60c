import { Link } from '@backstage/ui';
import type { NamespaceReadiness } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import {
  DataTable,
  EntityLink,
  FreshnessLabel,
  Quiet,
  type DataColumn,
} from '../common';
import { EnforcedLevel } from './EnforcedLevel';
import { NextStepWords } from './NextStepWords';
import { opening, openNamespace } from './query';
import { ReadinessWords } from './ReadinessWords';
import styles from './Namespaces.module.css';

/** Namespaces with their Pod Security readiness; each opens below. */
export function NamespaceTable(props: {
  namespaces: NamespaceReadiness[];
  stale?: boolean;
}) {
  const t = useText();
  const columns = useColumns();
  return (
    <DataTable
      label={t('namespaces.caption')}
      items={props.namespaces}
      keyOf={({ cluster, namespace }) => `${cluster}/${namespace}`}
      columns={columns}
      stale={props.stale}
    />
  );
}

function useColumns(): DataColumn<NamespaceReadiness>[] {
  const t = useText();
  const url = useUrlState();
  const open = openNamespace(url);
  return [
    {
      id: 'namespace',
      width: '24%',
      label: t('namespaces.columns.namespace'),
      isRowHeader: true,
      cell: readiness => {
        const { cluster, namespace, ownerRef, freshness } = readiness;
        const isOpen =
          open?.cluster === cluster && open.namespace === namespace;
        return (
          <div className={styles.stack}>
            <Link
              href={url.href(opening(readiness))}
              aria-current={isOpen ? 'true' : undefined}
            >
              {namespace}
            </Link>
            <Quiet>{t('namespaces.inCluster', { cluster })}</Quiet>
            {ownerRef && <EntityLink entityRef={ownerRef} />}
            {freshness !== 'fresh' && <FreshnessLabel state={freshness} />}
            {isOpen && <Quiet>{t('namespaces.shown')}</Quiet>}
          </div>
        );
      },
    },
    {
      id: 'enforces',
      width: '22%',
      label: t('namespaces.columns.enforces'),
      cell: readiness => <EnforcedLevel readiness={readiness} />,
    },
    {
      id: 'readiness',
      width: '30%',
      label: t('namespaces.columns.readiness'),
      cell: readiness => <ReadinessWords readiness={readiness} />,
    },
    {
      id: 'next',
      label: t('namespaces.columns.next'),
      cell: readiness => <NextStepWords readiness={readiness} />,
    },
  ];
}
