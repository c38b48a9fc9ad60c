export { admissionDecision, admissionDenials } from './denials';
export { evaluateAdmissionPolicies } from './evaluate/evaluateAdmissionPolicies';
export {
  parseAdmissionPolicies,
  policyNames,
  unboundPolicies,
  type ParseAdmissionPoliciesOptions,
  type ParsedAdmissionPolicies,
} from './parse/parseAdmissionPolicies';
export type {
  AdmissionPolicyOptions,
  AdmissionPolicyProblem,
  AdmissionPolicySet,
  AdmissionVerdict,
  PolicyNotEvaluated,
  PolicyObjectReference,
  ValidationAction,
} from './types';
