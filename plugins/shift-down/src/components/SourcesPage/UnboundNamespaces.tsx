import { Button, Text } from '@backstage/ui';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useText } from '../../hooks/useWords';
import { Quiet, Snippet } from '../common';
import type { Cluster } from './clusters';
import styles from './SourcesPage.module.css';

const SHOWN_AT_FIRST = 10;
/** The most namespaces that the API tells. */
const TOLD_AT_MOST = 500;

/** Namespaces that nobody owns, each with what to paste. */
export function UnboundNamespaces(props: {
  cluster: Cluster;
  list: SourceList;
}) {
  const t = useText();
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const { cluster, list } = props;
  if (!list.unboundNamespaces) {
    return null;
  }
  const unbound = list.unboundNamespaces.filter(
    item => item.cluster === cluster.name,
  );
  const cut = list.unboundNamespaces.length >= TOLD_AT_MOST;
  const namespacesRead = cluster.sources.some(
    ({ kind, state }) => kind === 'Namespace' && state === 'fresh',
  );
  if (unbound.length === 0 && (cut || !namespacesRead)) {
    return null;
  }
  return (
    <section className={styles.stack}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('sources.unbound.title')}
      </Text>
      <Text as="p">
        {t(
          unbound.length > 0 ? 'sources.unbound.text' : 'sources.unbound.none',
        )}
      </Text>
      {unbound.slice(0, shown).map(item => (
        <UnboundNamespace key={item.namespace} item={item} />
      ))}
      {unbound.length > shown && (
        <Button
          size="small"
          variant="secondary"
          onPress={() => setShown(unbound.length)}
        >
          {t('sources.unbound.more', { count: unbound.length - shown })}
        </Button>
      )}
      {cut && (
        <Quiet as="p">
          {t('sources.unbound.cut', {
            listed: list.unboundNamespaces.length.toLocaleString(),
          })}
        </Quiet>
      )}
    </section>
  );
}

function UnboundNamespace(props: {
  item: NonNullable<SourceList['unboundNamespaces']>[number];
}) {
  const t = useText();
  const { namespace, workloads, label, config } = props.item;
  return (
    <details className={styles.fold}>
      <summary>
        {namespace}{' '}
        <Quiet>
          {workloads === 0
            ? t('sources.unbound.noWorkloads')
            : t('sources.unbound.workloads', { count: workloads })}
        </Quiet>
      </summary>
      <div className={styles.snippets}>
        <Snippet label={t('sources.unbound.label', { namespace })}>
          {label}
        </Snippet>
        <Snippet label={t('sources.unbound.config', { namespace })}>
          {config}
        </Snippet>
      </div>
    </details>
  );
}
