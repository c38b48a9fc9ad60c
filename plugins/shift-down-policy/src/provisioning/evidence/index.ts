export {
  baselineEvidence,
  type ManagedNamespaceFacts,
} from './baselineEvidence';
