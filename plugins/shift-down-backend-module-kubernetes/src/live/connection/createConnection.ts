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

/** @internal */
export function createConnection(
  options: ConnectionOptions,
  services: KubernetesPluginServices,
): ClusterConnection {
  return new HttpConnection(createProvider(options, services));
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
