/** The ways to an API server, as configuration names them. */
import type { KubeconfigAccessOptions } from './kubeconfig/KubeconfigAccess';
import type { ServiceAccountAccessOptions } from './ServiceAccountAccess';

/** @internal */
export type ConnectionOptions =
  | ({ type: 'kubeconfig' } & KubeconfigAccessOptions)
  | { type: 'inCluster'; proxyUrl?: string }
  | ({ type: 'serviceAccount' } & ServiceAccountAccessOptions)
  | {
      type: 'kubernetesPlugin';
      /** Its name in the Kubernetes plugin. */
      cluster: string;
    };
