/** `shiftDown.provisioning`: what the platform team decided about namespaces. */
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type {
  ProofOptions,
  ProvisioningRules,
} from '@shift-down/plugin-shift-down-policy';
import type { z } from 'zod';
import { provisioningSchema } from './configSchema';
import { DEFAULT_RULES } from './defaults';

/** Where versions of the baseline are kept. @internal */
export interface BaselineLocation {
  type: 'folder' | 'url';
  /** A folder with one folder a version in it, or the URL of a tree on a Git host. */
  target: string;
}

/** Where the objects of one cluster are proposed. @internal */
export interface PullRequestTarget {
  repositoryUrl: string;
  /** Folder in the repository; each namespace has one in it. */
  path: string;
  /** Branch that pull requests are for; the repository's own by default. */
  base?: string;
}

/** Name of a catalog group at the identity provider, as RoleBindings name it. @internal */
export interface ClusterGroupRules {
  /** By ref of a Group. */
  named: Map<string, string>;
  /**
   * Groups that the catalog was given by the identity provider: those whose origin begins
   * so are called `prefix` and the name of the Group there.
   */
  ingested?: { originLocation: string; prefix: string };
}

/** What dry runs are made with; see `ProofOptions`. @internal */
export type ProofsConfig = Partial<
  Pick<ProofOptions, 'image' | 'labels' | 'policies'>
>;

/** @internal */
export interface ProvisioningConfig extends ProvisioningRules {
  /** No clusters: nobody asks for namespaces here. */
  isEnabled: boolean;
  baselines: BaselineLocation[];
  /** Version that new namespaces get; the newest if unset. */
  currentBaseline?: string;
  groups: ClusterGroupRules;
  /** By name of the cluster. */
  pullRequests: Map<string, PullRequestTarget>;
  proofs: ProofsConfig;
}

type Parsed = z.output<typeof provisioningSchema>;

/**
 * Reads `provisioning` of the section `shiftDown`.
 *
 * @throws InputError that names the key and what it should be.
 * @internal
 */
export function readProvisioningConfig(
  section: Config | undefined,
): ProvisioningConfig {
  const parsed = provisioningSchema.safeParse(
    section?.getOptional('provisioning') ?? {},
  );
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(issue.path, issue.message);
  }
  const { data } = parsed;
  if (data.clusters.length > 0 && data.baselines.locations.length === 0) {
    throw refuse(
      ['baselines', 'locations'],
      'at least one is needed to make namespaces from, such as {type: folder, target: baselines}',
    );
  }
  const config = toConfig(data);
  checkNames(config);
  return config;
}

function toConfig(data: Parsed): ProvisioningConfig {
  return {
    isEnabled: data.clusters.length > 0,
    baselines: data.baselines.locations,
    ...(data.baselines.current !== undefined && {
      currentBaseline: data.baselines.current,
    }),
    clusters: data.clusters.map(
      ({ base: _base, path: _path, repositoryUrl: _url, ...cluster }) =>
        cluster,
    ),
    environments: data.environments ?? DEFAULT_RULES.environments,
    sizes: data.sizes ?? DEFAULT_RULES.sizes,
    roles: data.roles ?? DEFAULT_RULES.roles,
    reservedNamespaces:
      data.reservedNamespaces ?? DEFAULT_RULES.reservedNamespaces,
    prefixes: data.prefixes,
    ...(data.teamQuota && { teamQuota: data.teamQuota }),
    proofs: data.proofs,
    groups: {
      named: new Map(data.groups.named.map(it => [it.group, it.name])),
      ...(data.groups.ingested && { ingested: data.groups.ingested }),
    },
    pullRequests: new Map(
      data.clusters.flatMap(
        ({ base, cluster, delivery, path, repositoryUrl }) =>
          delivery === 'pull-request' && repositoryUrl !== undefined
            ? [
                [
                  cluster,
                  { repositoryUrl, path, ...(base !== undefined && { base }) },
                ] as const,
              ]
            : [],
      ),
    ),
  };
}

/** What is chosen by its name has one of its own. */
function checkNames(config: ProvisioningConfig): void {
  const lists = [
    ['clusters', 'cluster', config.clusters.map(it => it.cluster)],
    ['environments', 'name', config.environments.map(it => it.name)],
    ['sizes', 'name', config.sizes.map(it => it.name)],
    ['roles', 'name', config.roles.map(it => it.name)],
  ] as const;
  for (const [list, key, names] of lists) {
    const twice = names.findIndex((it, at) => names.indexOf(it) !== at);
    if (twice !== -1) {
      throw refuse([list, twice, key], `'${names[twice]}' is named twice`);
    }
  }
  const environments = new Set(config.environments.map(it => it.name));
  for (const [at, cluster] of config.clusters.entries()) {
    const unknown = cluster.environments?.find(it => !environments.has(it));
    if (unknown !== undefined) {
      throw refuse(
        ['clusters', at, 'environments'],
        `'${unknown}' is none of ${[...environments].join(', ')}`,
      );
    }
  }
}

function refuse(path: readonly PropertyKey[], message: string): InputError {
  const key = ['shiftDown', 'provisioning', ...path].map(String).join('.');
  return new InputError(`${key} in the configuration: ${message}`);
}
