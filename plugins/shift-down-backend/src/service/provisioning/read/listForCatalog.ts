import type {
  CatalogNamespace,
  CatalogNamespaceList,
} from '@shift-down/plugin-shift-down-common/client';
import {
  namespaceEntityName,
  type NamespaceRequest,
} from '@shift-down/plugin-shift-down-policy';
import {
  countUnseenClusters,
  loadCatalogNamespaces,
  type CatalogNamespaceRow,
} from '../../../database/operations/provisioning/read/loadCatalogNamespaces';
import { loadClusterNames } from '../../../database/operations/provisioning/read/loadClusterNames';
import type { ProvisioningContext } from '../ProvisioningContext';

/**
 * All managed namespaces, as the catalog needs them. Our records are the truth, so that a
 * cluster that is away takes nothing out of the catalog. It is not complete while nobody has
 * ever seen which namespaces a cluster with records has.
 */
export async function listForCatalog({
  database,
}: ProvisioningContext): Promise<CatalogNamespaceList> {
  const [rows, unseen, clusters] = await Promise.all([
    loadCatalogNamespaces(database),
    countUnseenClusters(database),
    loadClusterNames(database),
  ]);
  return {
    items: rows.map(it => toCatalogNamespace(it, clusters)),
    isComplete: unseen === 0,
  };
}

function toCatalogNamespace(
  row: CatalogNamespaceRow,
  clusters: readonly string[],
): CatalogNamespace {
  const { dependencyOf }: NamespaceRequest = JSON.parse(row.request);
  return {
    id: row.id,
    cluster: row.cluster,
    ...(row.title !== null && { clusterTitle: row.title }),
    name: row.name,
    entityName: namespaceEntityName(row.cluster, row.name, clusters),
    ownerRef: row.owner_ref,
    ...(row.system_ref !== null && { systemRef: row.system_ref }),
    dependencyOf,
    environment: row.environment,
    baselineVersion: row.baseline_version,
  };
}
