/** Sources as the platform sees them: in full. */
import type {
  SourceList,
  SourceStatus,
} from '@shift-down/plugin-shift-down-common/client';
import { z } from 'zod';
import type { ClusterWithSources } from '../../database/operations/serve/loadClusters';
import type { PlatformView } from '../../database/operations/serve/loadPlatformView';
import type { SourceDetails } from '../../database/operations/serve/loadSourceDetails';
import { toSource } from './freshness';

const warningsSchema = z.array(z.string());
const policiesSchema = z.array(
  z.object({ policy: z.string(), rules: z.array(z.string()) }),
);

type Cluster = SourceList['clusters'][number];

/** Makes the sources of any cluster out of what was read of all of them at once. */
export function createFullSources(
  view: Pick<PlatformView, 'objects' | 'cutLists'>,
  details: Pick<SourceDetails, 'writers'>,
  now: Date,
): (entry: ClusterWithSources) => SourceStatus[] {
  const objects = groupBySource(view.objects);
  const cutLists = groupBySource(view.cutLists);
  const writers = groupBySource(details.writers);
  return ({ cluster, sources }) =>
    sources.map(source => {
      const key = `${cluster.uid} ${source.kind}`;
      const mayWrite = writers.get(key) ?? [];
      return {
        ...toSource({ cluster }, source, now),
        error: source.error ?? undefined,
        warnings: warningsSchema.parse(JSON.parse(source.warnings)),
        objects: objects.get(key)?.[0].count ?? 0,
        cut: (cutLists.get(key) ?? []).map(({ policy, listed, total }) => ({
          policy,
          listed,
          total,
        })),
        dropped: source.dropped,
        writers: mayWrite.map(({ writer, via, namespace, trusted }) => ({
          writer,
          via,
          namespace,
          trusted: Boolean(trusted),
        })),
        writersTotal: mayWrite[0]?.total ?? 0,
      };
    });
}

/** Events by the name of their cluster. */
export function toEvents(
  events: SourceDetails['events'],
): Map<string, Cluster['events']> {
  const byCluster = new Map<string, NonNullable<Cluster['events']>>();
  for (const { cluster_name: cluster, at, kind, level, message } of events) {
    const list = byCluster.get(cluster) ?? [];
    byCluster.set(cluster, list);
    list.push({
      at,
      kind: kind || undefined,
      level: level === 'warning' ? 'warning' : 'info',
      message,
    });
  }
  return byCluster;
}

export function toExemption(
  row: SourceDetails['exemptions'][number],
): NonNullable<SourceList['exemptions']>[number] {
  return {
    cluster: row.cluster,
    engine: row.engine,
    namespace: row.namespace,
    name: row.name,
    policies: policiesSchema.parse(JSON.parse(row.policies)),
    scope: row.scope,
    reason: row.reason,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
  };
}

function groupBySource<
  Row extends { cluster_uid: string; source_kind: string },
>(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.cluster_uid} ${row.source_kind}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(row);
  }
  return groups;
}
