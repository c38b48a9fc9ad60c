import type {
  SourceList,
  SourceStatus,
} from '@shift-down/plugin-shift-down-common/client';
import { z } from 'zod';
import { loadClusterUids } from '../../database/operations/serve/loadClusterUids';
import {
  loadClusters,
  type ClusterWithSources,
} from '../../database/operations/serve/loadClusters';
import {
  loadPlatformView,
  type PlatformView,
} from '../../database/operations/serve/loadPlatformView';
import type { AuthorizedReader } from '../PostureCatalog';
import { toSource } from '../response/freshness';
import type { ServeContext } from '../ServeContext';
import { readScopeOf } from './readScope';

/**
 * Freshness of sources: for the platform of all of them and in full, for others of
 * the clusters that their entities run in and without what could name others'
 * objects.
 */
export async function listSources(
  context: ServeContext,
  reader: AuthorizedReader,
): Promise<SourceList> {
  return reader.allSources
    ? await listAllSources(context)
    : await listOwnSources(context, reader);
}

async function listOwnSources(
  context: ServeContext,
  reader: AuthorizedReader,
): Promise<SourceList> {
  const { database } = context;
  const scope = await readScopeOf(context, undefined, reader.entities);
  const [clusters, uids] = await Promise.all([
    loadClusters(database),
    loadClusterUids(database, scope),
  ]);
  return {
    complete: false,
    clusters: clusters
      .filter(({ cluster }) => cluster.uid && uids.has(cluster.uid))
      .map(({ cluster, sources }) => ({
        name: cluster.name,
        title: cluster.title,
        recordedAt: cluster.recorded_at ?? undefined,
        error: cluster.error
          ? 'The portal can not collect from this cluster at the moment. The platform team can see why.'
          : undefined,
        sources: sources.map(source =>
          toSource({ cluster }, source, context.now()),
        ),
      })),
  };
}

async function listAllSources(context: ServeContext): Promise<SourceList> {
  const { database, ownerLabel } = context;
  const [clusters, view] = await Promise.all([
    loadClusters(database),
    loadPlatformView(database),
  ]);
  return {
    complete: true,
    clusters: clusters.map(entry => ({
      name: entry.cluster.name,
      title: entry.cluster.title,
      uid: entry.cluster.uid ?? undefined,
      recordedAt: entry.cluster.recorded_at ?? undefined,
      duplicateOf: entry.cluster.duplicate_of ?? undefined,
      error: entry.cluster.error ?? undefined,
      sources: toFullSources(entry, view, context.now()),
    })),
    unowned: view.unowned,
    unboundNamespaces: view.unboundNamespaces.map(
      ({ cluster, namespace, workloads }) => ({
        cluster,
        namespace,
        workloads,
        label: `${ownerLabel}: <group>`,
        config: `- { cluster: '${cluster}', namespace: '${namespace}', owner: 'group:default/<group>' }`,
      }),
    ),
  };
}

const warningsSchema = z.array(z.string());

function toFullSources(
  { cluster, sources }: ClusterWithSources,
  view: PlatformView,
  now: Date,
): SourceStatus[] {
  return sources.map(source => ({
    ...toSource({ cluster }, source, now),
    error: source.error ?? undefined,
    warnings: warningsSchema.parse(JSON.parse(source.warnings)),
    objects:
      view.objects.find(
        row =>
          row.cluster_uid === cluster.uid && row.source_kind === source.kind,
      )?.count ?? 0,
    cut: view.cutLists
      .filter(
        row =>
          row.cluster_uid === cluster.uid && row.source_kind === source.kind,
      )
      .map(({ policy, listed, total }) => ({ policy, listed, total })),
  }));
}
