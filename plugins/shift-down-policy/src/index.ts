/**
 * All pure judgement of Shift Down. Nothing here does I/O or reads the clock.
 *
 * @packageDocumentation
 */
export * from './admission';
export * from './admissionInput';
export * from './assess/assess';
export type { VulnerabilityRules } from './assess/vulnerabilities/Attributions';
export { vanishedInWords } from './assess/words';
export * from './buildFiles';
export * from './campaigns';
export * from './cel';
export {
  createControlIndex,
  type ControlIndex,
  type ImageCheck,
} from './controlIndex';
export {
  objectId,
  policyFindingId,
  subjectId,
  vulnerabilityFindingId,
  type PolicyFindingIdentity,
  type VulnerabilityFindingIdentity,
} from './fingerprint';
export * from './enforcement';
export * from './exceptions';
export * from './exceptionsExport';
export * from './freshness';
export * from './clusterEvaluation';
export * from './evaluation';
export * from './goldenImages';
export { hashEvidence } from './hashEvidence';
export * from './images';
export * from './imageReference';
export * from './judge/judgeObject';
export * from './namespaceBaseline';
export * from './packageUrl';
export * from './passes';
export * from './podSecurity';
export * from './policyLevels';
export { redact, redactionIn, redactKnown } from './redact';
export * from './provisioning';
export * from './resolveControls';
export * from './rollUp';
export * from './score';
export * from './supplyChain';
export { finishSteps, forEachInSteps, inTurns, type Steps } from './steps';
export {
  reportWriters,
  reportWritersInSteps,
  type Rbac,
} from './trust/reportWriters';
export type { LabelSelector } from './labelSelector';
export { PLATFORM_NAMESPACES } from './trust/trustedSubjects';
export * from './trust/types';
export * from './types';
export * from './uploads';
export * from './vulnerabilities';
