/** A real etcd, kube-apiserver and kube-controller-manager on loopback. */
export { createAuthority, type Authority } from './access/certificates';
export { ApiError } from './access/client';
export {
  CUSTOM_RESOURCES,
  nameOf,
  type CustomResource,
} from './customResources/definitions';
export {
  installCustomResources,
  removeCustomResource,
} from './customResources/install';
export { startFakeKubelet, type FakeKubelet } from './kubelet/startFakeKubelet';
export {
  startKyverno,
  type Kyverno,
  type KyvernoOptions,
} from './kyverno/startKyverno';
export { applyObjects, deleteObjects } from './objects/apply';
export type { KubernetesObject } from './objects/KubernetesObject';
export { ManagedProcess } from './processes/ManagedProcess';
export { startControlPlane } from './startControlPlane';
export type {
  ControlPlane,
  ControlPlaneOptions,
  Credential,
  KubectlOptions,
  KubectlResult,
  RequestOptions,
  TokenUser,
} from './types';
