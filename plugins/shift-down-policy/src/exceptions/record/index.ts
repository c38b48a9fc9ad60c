export {
  chainHash,
  FIRST_CHAIN_HASH,
  verifyChain,
  type ChainEntry,
  type ChainLink,
  type ChainVerdict,
} from './chain';
export { expects, type ExpectedFinding } from './expects';
export { hashDecision } from './hashDecision';
export { isNarrower, type Extent } from './isNarrower';
export { phaseOf } from './phaseOf';
