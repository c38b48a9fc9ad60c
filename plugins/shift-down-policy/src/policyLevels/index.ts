export {
  checkPolicyLevels,
  type PolicyFile,
  type PolicyLevelProblem,
} from './checkPolicyLevels';
