import type { WorkloadScope } from '../../database/operations/serve/listNamespaces';
import { loadReadScope } from '../../database/operations/serve/readScope';
import type { NamespaceReader } from '../NamespaceCatalog';
import type { ServeContext } from '../ServeContext';

/**
 * Which workloads a reader may see: of nobody's only who may read every posture and all
 * sources.
 */
export async function namespaceScopeOf(
  { database }: ServeContext,
  { allSources, entities }: NamespaceReader,
): Promise<WorkloadScope> {
  return entities === 'everything' && allSources
    ? { type: 'every workload' }
    : await loadReadScope(database, entities);
}
