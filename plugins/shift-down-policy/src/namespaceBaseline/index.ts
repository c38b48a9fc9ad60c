export { evaluateNamespaceBaseline } from './evaluateNamespaceBaseline';
export { namespaceStateOf } from './namespaceStateOf';
export {
  namespaceStatesOf,
  type NamespaceStatesOptions,
} from './namespaceStatesOf';
export {
  networkIsolation,
  type WorkloadIsolation,
} from './network/networkIsolation';
export * from './types';
