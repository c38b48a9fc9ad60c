export {
  accessQuestions,
  judgeAccess,
  type AccessAnswer,
  type JudgedAccess,
} from './access';
export { declaredOnly } from './declaredOnly';
export { isolationProof } from './isolationProof';
export { judgeProof, type ProofContext } from './judgeProof';
export { limitsProbe, limitsProof, type LimitsProbe } from './limitsProof';
export { policiesThatAskWho } from './policiesThatAskWho';
export { type ProofOptions, type ProofPolicies } from './proofOptions';
export { proofPairs } from './proofPairs';
