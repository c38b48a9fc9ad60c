export {
  createClusterEvaluation,
  EVALUATION_VERSION,
  type ClusterEvaluation,
} from './createClusterEvaluation';
export * from './types';
