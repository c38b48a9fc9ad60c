export { CONTROL_CATALOGUE } from './catalogue';
export { OTHER_POLICIES_CONTROL_ID } from './otherPolicies';
export * from './types';
