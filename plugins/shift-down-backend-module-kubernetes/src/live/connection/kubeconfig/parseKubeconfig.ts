/** One context of a kubeconfig, with what can't be used for collecting refused. */
import { KubeConfig, type Cluster, type User } from '@kubernetes/client-node';
import { dirname, resolve } from 'path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConnectionError } from '../ConnectionError';
import { isLoopback } from '../outboundProxy';

/** @internal */
export interface KubeconfigContext {
  cluster: Cluster;
  user: User;
  /** Absolute. */
  tokenFile?: string;
  /** The kubeconfig's. */
  folder: string;
}

/** The library overlooks `tokenFile`, and would send no credential at all. */
const tokenFilesSchema = z.object({
  users: z
    .array(
      z.object({
        name: z.string(),
        user: z.object({ tokenFile: z.string().optional() }).nullish(),
      }),
    )
    .nullish(),
});

/**
 * @param context - The kubeconfig's current one if absent.
 * @throws ConnectionError `credentials` that says what is missing or not supported.
 * @internal
 */
export function parseKubeconfig(
  text: string,
  path: string,
  context?: string,
): KubeconfigContext {
  const refuse = (message: string) =>
    new ConnectionError('credentials', `The kubeconfig ${path} ${message}`);
  const config = load(text, refuse);
  const folder = dirname(path);

  const name = context ?? config.getCurrentContext();
  const known = config.getContexts().map(entry => entry.name);
  if (!name || !known.includes(name)) {
    throw refuse(
      `has no context ${
        name ? `"${name}"` : 'that is current'
      }; name one of its contexts in the configuration: ${
        known.join(', ') || 'it has none'
      }.`,
    );
  }
  config.setCurrentContext(name);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (!cluster || !user) {
    throw refuse(
      `has no ${
        cluster ? 'user' : 'cluster'
      } for the context "${name}"; add it.`,
    );
  }
  refuseUnsupported(cluster, user, refuse);
  const tokenFile = tokenFilesSchema
    .safeParse(parse(text))
    .data?.users?.find(entry => entry.name === user.name)?.user?.tokenFile;
  return {
    cluster: { ...cluster, caFile: absolute(folder, cluster.caFile) },
    user: {
      ...user,
      certFile: absolute(folder, user.certFile),
      keyFile: absolute(folder, user.keyFile),
    },
    tokenFile: absolute(folder, tokenFile),
    folder,
  };
}

function load(
  text: string,
  refuse: (message: string) => ConnectionError,
): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromString(text);
  } catch {
    throw refuse(
      'is not a valid kubeconfig; compare it with `kubectl config view`.',
    );
  }
  return config;
}

function refuseUnsupported(
  cluster: Cluster,
  user: User,
  refuse: (message: string) => ConnectionError,
): void {
  if (!URL.canParse(cluster.server)) {
    throw refuse(`has a server that is no address; correct it.`);
  }
  const { protocol, hostname } = new URL(cluster.server);
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    throw refuse(
      'has a server without https; credentials are not sent in the clear.',
    );
  }
  if (user.authProvider) {
    throw refuse(
      `uses the auth-provider "${user.authProvider.name}", which kubectl no longer has either; use an exec plugin.`,
    );
  }
  if (user.impersonateUser) {
    throw refuse(
      'impersonates another user; give the collector an account of its own.',
    );
  }
  if (user.username) {
    throw refuse(
      'has a user name and a password, which API servers no longer take; use a token or a certificate.',
    );
  }
}

function absolute(folder: string, path: string | undefined) {
  return path ? resolve(folder, path) : undefined;
}
