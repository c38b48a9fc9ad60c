/** From what configuration says to a connection. */
import type { AccessProvider } from './access';
import type { ClusterConnection } from './ClusterConnection';
import { HttpConnection } from './HttpConnection';
import { KubeconfigAccess } from './kubeconfig/KubeconfigAccess';
import {
  KubernetesPluginAccess,
  type KubernetesPluginServices,
} from './KubernetesPluginAccess';
import { inClusterOptions, ServiceAccountAccess } from './ServiceAccountAccess';
import type { ConnectionOptions } from './options';
import { TokenAccess, type TokenOptions } from './TokenAccess';

/** @param token - Instead of the cluster's own credential. @internal */
export function createConnection(
  options: ConnectionOptions,
  services: KubernetesPluginServices,
  token?: TokenOptions,
): ClusterConnection {
  const provider = createProvider(options, services);
  return new HttpConnection(
    token === undefined ? provider : new TokenAccess(provider, token),
  );
}

function createProvider(
  options: ConnectionOptions,
  services: KubernetesPluginServices,
): AccessProvider {
  switch (options.type) {
    case 'kubeconfig':
      return new KubeconfigAccess(options);
    case 'inCluster':
      return new ServiceAccountAccess(() => ({
        ...inClusterOptions(),
        proxyUrl: options.proxyUrl,
      }));
    case 'serviceAccount':
      return new ServiceAccountAccess(() => options);
    default:
      return new KubernetesPluginAccess({ cluster: options.cluster, services });
  }
}
