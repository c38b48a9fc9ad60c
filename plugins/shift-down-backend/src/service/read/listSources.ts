import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import { loadClusterUids } from '../../database/operations/serve/loadClusterUids';
import { loadClusters } from '../../database/operations/serve/loadClusters';
import { loadPlatformView } from '../../database/operations/serve/loadPlatformView';
import { loadSourceDetails } from '../../database/operations/serve/loadSourceDetails';
import type { AuthorizedReader } from '../PostureCatalog';
import { toSource } from '../response/freshness';
import { oneOf } from '../response/oneOf';
import {
  createFullSources,
  toEvents,
  toExemption,
} from '../response/toFullSources';
import type { ServeContext } from '../ServeContext';
import { readScopeOf } from './readScope';

const REPORT_TRUSTS = ['trusted', 'untrusted', 'rbac', 'unknown'] as const;

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
    ? await listAllSources(context, reader)
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
          toSource({ cluster }, source, context.clock.now()),
        ),
      })),
  };
}

async function listAllSources(
  { clock, database, ownerLabel, sourceTests }: ServeContext,
  { mayTestSources }: AuthorizedReader,
): Promise<SourceList> {
  const [clusters, view, details] = await Promise.all([
    loadClusters(database),
    loadPlatformView(database),
    loadSourceDetails(database),
  ]);
  const sourcesOf = createFullSources(view, details, clock.now());
  const events = toEvents(details.events);
  return {
    complete: true,
    clusters: clusters.map(entry => ({
      name: entry.cluster.name,
      title: entry.cluster.title,
      uid: entry.cluster.uid ?? undefined,
      recordedAt: entry.cluster.recorded_at ?? undefined,
      duplicateOf: entry.cluster.duplicate_of ?? undefined,
      error: entry.cluster.error ?? undefined,
      reportTrust: oneOf(REPORT_TRUSTS, entry.cluster.report_trust, 'unknown'),
      reportTrustReason: entry.cluster.report_trust_reason ?? undefined,
      testable: mayTestSources && sourceTests.isTestable(entry.cluster.name),
      events: events.get(entry.cluster.name) ?? [],
      sources: sourcesOf(entry),
    })),
    exemptions: details.exemptions.map(toExemption),
    exemptionsTotal: details.exemptionsTotal,
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
