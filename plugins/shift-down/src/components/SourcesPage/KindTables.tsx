import { Text } from '@backstage/ui';
import type { SourceStatus } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useOpenWords, useText } from '../../hooks/useWords';
import { DataTable } from '../common';
import { byGroup, type Cluster } from './clusters';
import { filterOf } from './query';
import { useKindColumns } from './useKindColumns';
import styles from './SourcesPage.module.css';

/**
 * A table of sources for each group of kinds. What is not installed is folded
 * away, unless somebody filters for it.
 */
export function KindTables(props: { cluster: Cluster; complete: boolean }) {
  const { cluster, complete } = props;
  const t = useText();
  const { states } = filterOf(useUrlState());
  const matching = cluster.sources.filter(
    ({ state }) => states.length === 0 || states.includes(state),
  );
  if (matching.length === 0) {
    return cluster.sources.length > 0 ? (
      <Text as="p">{t('sources.cluster.nothingMatches')}</Text>
    ) : null;
  }
  const folded = states.includes('not-installed')
    ? []
    : matching.filter(({ state }) => state === 'not-installed');
  return (
    <>
      {byGroup(matching.filter(source => !folded.includes(source))).map(
        ({ id, sources }) => (
          <KindTable
            key={id}
            cluster={cluster}
            complete={complete}
            group={id}
            sources={sources}
          />
        ),
      )}
      {folded.length > 0 && <NotInstalled sources={folded} />}
    </>
  );
}

function KindTable(props: {
  cluster: Cluster;
  complete: boolean;
  group: ReturnType<typeof byGroup>[number]['id'];
  sources: SourceStatus[];
}) {
  const { cluster, complete, group, sources } = props;
  const t = useText();
  const columns = useKindColumns({
    cluster,
    complete,
    writers: group === 'reports',
  });
  const title = t(`sources.group.${group}`);
  return (
    <section>
      <Text as="h4" variant="body-medium" weight="bold">
        {title}
      </Text>
      <DataTable
        label={t('sources.kinds.caption', {
          group: title,
          cluster: cluster.title,
        })}
        items={sources}
        keyOf={({ kind }) => kind}
        columns={columns}
      />
    </section>
  );
}

function NotInstalled(props: { sources: SourceStatus[] }) {
  const t = useText();
  const words = useOpenWords();
  return (
    <details className={styles.fold}>
      <summary>
        {t('sources.kinds.notInstalled', { count: props.sources.length })}
      </summary>
      <Text as="p">{t('sources.kinds.notInstalledHint')}</Text>
      <ul>
        {props.sources.map(({ kind }) => (
          <li key={kind}>{words.sourceKind(kind)}</li>
        ))}
      </ul>
    </details>
  );
}
