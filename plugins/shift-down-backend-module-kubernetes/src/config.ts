/** What `shiftDown.clusters` says, parsed once at start-up. */
import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { ReportTrust } from '@shift-down/plugin-shift-down-node';
import {
  CLUSTER_TYPES,
  clusterSchema,
  writerProblem,
  type ClusterEntry,
} from './configSchema';
import type { ConnectionOptions } from './live/connection/options';
import type { TokenOptions } from './live/connection/TokenAccess';
import type { LiveClusterOptions } from './live/types';
import type { RecordedClusterOptions } from './recorded/RecordedCluster';
import { resolveFolder } from './recorded/resolveFolder';

/** A cluster as it is configured. @internal */
export type ClusterOptions =
  | {
      type: 'recorded';
      options: RecordedClusterOptions;
      /** Whether namespaces are written into the folder. */
      isProvisioned: boolean;
    }
  | {
      type: 'live';
      options: Omit<LiveClusterOptions, 'connect'>;
      connection: ConnectionOptions;
      writer?: WriterOptions;
      provisioner?: ProvisionerOptions;
    };

/** Who writes exceptions, and where. @internal */
export interface WriterOptions {
  exceptionNamespace: string;
  enforcer: CredentialOptions;
  prober?: CredentialOptions;
}

/** Who makes namespaces. @internal */
export interface ProvisionerOptions {
  provisioner: CredentialOptions;
  prober?: CredentialOptions;
}

/** Another credential for the same API server. @internal */
export interface CredentialOptions {
  connection: ConnectionOptions;
  /** Instead of the connection's own. */
  token?: TokenOptions;
}

type LiveEntry = Exclude<ClusterEntry, { type: 'recorded' }>;

const DEFAULT_REFRESH_MILLISECONDS = 2_000;
const MINIMUM_REFRESH_MILLISECONDS = 100;
const MIB = 1024 * 1024;

/**
 * Reads the configured clusters.
 *
 * @param directory - Where relative paths are resolved from, see {@link resolveFolder}.
 * @throws InputError that names the entry and what is wrong with it.
 * @internal
 */
export function readClusters(
  config: Config,
  directory: string,
): ClusterOptions[] {
  const entries = config.getOptionalConfigArray('shiftDown.clusters') ?? [];
  const names = new Set<string>();
  return entries.map((entry, index) => {
    const cluster = parseEntry(entry, index);
    if (names.has(cluster.name)) {
      throw new InputError(
        `shiftDown.clusters[${index}].name: "${cluster.name}" is used twice; give each cluster its own name`,
      );
    }
    names.add(cluster.name);
    const common = {
      id: cluster.name,
      title: cluster.title ?? cluster.name,
      reportTrust: reportTrust(cluster),
      networkPolicyProvider: cluster.networkPolicies?.enforcedBy,
    };
    const resolvePath = (path: string) => resolveFolder(path, directory);
    if (cluster.type === 'recorded') {
      return {
        type: 'recorded',
        isProvisioned: cluster.provisioner !== undefined,
        options: {
          ...common,
          folder: resolvePath(cluster.path),
          refreshMilliseconds: readRefresh(entry),
          maxFileBytes: Math.floor(cluster.maxFileSizeMiB * MIB),
        },
      };
    }
    return {
      type: 'live',
      options: {
        ...common,
        namespaces: cluster.namespaces,
        limits: {
          objectBytes: Math.floor(cluster.limits.objectMiB * MIB),
          pageBytes: Math.floor(cluster.limits.pageMiB * MIB),
        },
        warnings: warningsOf(cluster),
      },
      connection: connectionOf(cluster, resolvePath),
      ...writersOf(cluster, resolvePath),
    };
  });
}

function parseEntry(entry: Config, index: number): ClusterEntry {
  const at = `shiftDown.clusters[${index}]`;
  const type = entry.getOptional('type');
  if (!CLUSTER_TYPES.some(known => known === type)) {
    const what =
      type === undefined ? 'is missing' : `"${type}" is not supported`;
    throw new InputError(
      `${at}.type: ${what}; supported: ${CLUSTER_TYPES.join(', ')}`,
    );
  }
  const parsed = clusterSchema.safeParse(entry.get());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = entry.getOptional('name');
    const path = [at, ...issue.path.map(String)].join('.');
    throw new InputError(
      `${path}${typeof name === 'string' ? ` (cluster "${name}")` : ''}: ${
        issue.message
      }`,
    );
  }
  const problem = writerProblem(parsed.data);
  if (problem) {
    throw new InputError(
      `${at}.${problem.path} (cluster "${parsed.data.name}"): ${problem.message}`,
    );
  }
  return parsed.data;
}

function writersOf(
  cluster: LiveEntry,
  resolvePath: (path: string) => string,
): { writer?: WriterOptions; provisioner?: ProvisionerOptions } {
  const { enforcer, prober, provisioner } = cluster;
  const credentialOf = (
    of: NonNullable<LiveEntry['prober']>,
  ): CredentialOptions => {
    const connection = connectionOf(cluster, resolvePath);
    if (of.context !== undefined && connection.type === 'kubeconfig') {
      return { connection: { ...connection, context: of.context } };
    }
    const token =
      of.token === undefined
        ? { file: resolvePath(of.tokenFile ?? '') }
        : { value: of.token };
    return { connection, token };
  };
  const asks = { prober: prober && credentialOf(prober) };
  return {
    writer: enforcer && {
      exceptionNamespace: enforcer.namespace,
      enforcer: credentialOf(enforcer),
      ...asks,
    },
    provisioner: provisioner && {
      provisioner: credentialOf(provisioner),
      ...asks,
    },
  };
}

function reportTrust({ type, reports }: ClusterEntry): ReportTrust {
  const mode = reports?.trust ?? (type === 'recorded' ? 'trusted' : 'rbac');
  return mode === 'rbac' ? { mode, writers: reports?.writers ?? [] } : { mode };
}

function connectionOf(
  cluster: LiveEntry,
  resolvePath: (path: string) => string,
): ConnectionOptions {
  switch (cluster.type) {
    case 'kubeconfig':
      return {
        type: cluster.type,
        path: resolvePath(cluster.path),
        context: cluster.context,
        proxyUrl: cluster.proxyUrl,
      };
    case 'inCluster':
      return { type: cluster.type, proxyUrl: cluster.proxyUrl };
    case 'kubernetesPlugin':
      return { type: cluster.type, cluster: cluster.cluster ?? cluster.name };
    default:
      return {
        type: cluster.type,
        url: cluster.url,
        token:
          cluster.token === undefined
            ? { file: resolvePath(cluster.tokenFile ?? '') }
            : { value: cluster.token },
        ca: authorityOf(cluster, resolvePath),
        skipTlsVerify: cluster.skipTLSVerify,
        proxyUrl: cluster.proxyUrl,
      };
  }
}

function authorityOf(
  { caData, caFile }: Extract<LiveEntry, { type: 'serviceAccount' }>,
  resolvePath: (path: string) => string,
) {
  if (caData !== undefined) {
    return { value: caData };
  }
  return caFile === undefined ? undefined : { file: resolvePath(caFile) };
}

function warningsOf(cluster: LiveEntry): string[] {
  return cluster.type === 'serviceAccount' && cluster.skipTLSVerify
    ? [
        'skipTLSVerify is set: anyone between the portal and the API server can read its token and forge what it says. Set caFile or caData instead.',
      ]
    : [];
}

function readRefresh(entry: Config): number {
  if (!entry.has('refresh')) {
    return DEFAULT_REFRESH_MILLISECONDS;
  }
  const duration = readDurationFromConfig(entry, { key: 'refresh' });
  return Math.max(
    durationToMilliseconds(duration),
    MINIMUM_REFRESH_MILLISECONDS,
  );
}
