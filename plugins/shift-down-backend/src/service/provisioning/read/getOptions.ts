import type { NamespaceOptions } from '@shift-down/plugin-shift-down-common/client';
import { loadClusters } from '../../../database/operations/serve/loadClusters';
import type { ProvisioningReader } from '../ProvisioningCatalog';
import type { ProvisioningContext } from '../ProvisioningContext';
import type { ProvisionerStates } from '../ProvisionerStates';
import { prefixesOf } from './prefixesOf';

/**
 * What the reader may ask for. Who may not ask is told why, and nothing of clusters and
 * groups.
 */
export async function getOptions(
  context: ProvisioningContext,
  states: ProvisionerStates,
  reader: ProvisioningReader,
): Promise<NamespaceOptions> {
  const { baselines, config } = context.provisioning;
  const { mayCreate, mayManage } = reader;
  const known = await baselines.current();
  const reason = whyNothing(context, reader, known.current !== undefined);
  if (!config.isEnabled || !(mayCreate || mayManage)) {
    return {
      mayCreate,
      mayManage,
      reason,
      clusters: [],
      environments: [],
      sizes: [],
      roles: [],
      groups: [],
      baselines: [],
    };
  }
  const [clusters, groups] = await Promise.all([
    toClusters(context, states),
    toGroups(context, reader),
  ]);
  return {
    mayCreate,
    mayManage,
    ...(reason !== undefined && { reason }),
    clusters,
    environments: config.environments,
    sizes: config.sizes.map(({ name, quota, title }) => ({
      name,
      title,
      quota,
    })),
    roles: config.roles,
    groups,
    baselines: known.baselines.map(({ version }) => ({
      version,
      isCurrent: version === known.current?.version,
    })),
  };
}

function whyNothing(
  { provisioning: { config } }: ProvisioningContext,
  { groups, isKnown, mayCreate, userRef }: ProvisioningReader,
  hasBaseline: boolean,
): string | undefined {
  if (!config.isEnabled) {
    return 'The platform team has opened no cluster for namespaces: shiftDown.provisioning.clusters is empty';
  }
  if (!mayCreate) {
    return 'You need the permission shift-down.namespaces.create. Ask the platform team for it';
  }
  if (!isKnown) {
    return `The catalog has no ${userRef}, so nobody can tell which groups you belong to`;
  }
  if (groups.length === 0) {
    return 'You belong to no group in the catalog, and namespaces belong to groups';
  }
  return hasBaseline
    ? undefined
    : 'No version of the baseline can be read now. Try again, or ask the platform team';
}

async function toClusters(
  { database, provisioning }: ProvisioningContext,
  states: ProvisionerStates,
): Promise<NamespaceOptions['clusters']> {
  const titles = new Map(
    (await loadClusters(database)).map(({ cluster }) => [
      cluster.name,
      cluster.title,
    ]),
  );
  return await Promise.all(
    provisioning.config.clusters.map(
      async ({ cluster: name, delivery, environments }) => {
        const state = await states.of(name);
        const problem =
          delivery === 'cluster' && !state
            ? 'Nobody writes to this cluster. The platform team can give the portal a provisioner there'
            : state?.problem;
        return {
          name,
          title: titles.get(name) ?? name,
          delivery,
          ...(environments && { environments }),
          canProve: state?.canProve ?? false,
          // What is proposed to a repository doesn't wait for the cluster.
          ...(delivery === 'cluster' && problem !== undefined && { problem }),
        };
      },
    ),
  );
}

async function toGroups(
  { catalog, auth, provisioning }: ProvisioningContext,
  { groups }: ProvisioningReader,
): Promise<NamespaceOptions['groups']> {
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs: groups, fields: ['kind', 'metadata', 'spec.profile'] },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  return await Promise.all(
    groups.map(async (ref, index) => {
      const found = await provisioning.groups.nameOf(ref);
      const title = items[index]?.metadata.title;
      return {
        ref,
        ...(title !== undefined && { title }),
        prefixes: prefixesOf(provisioning.config.prefixes, ref),
        ...('name' in found
          ? { clusterGroup: found.name }
          : { problem: found.problem }),
      };
    }),
  );
}
