/** The control that takes what no other one covers. */
import { NAMESPACE_WITNESSES } from './builders';
import type { Control } from './types';

/** Id of the control that takes every result which no other control covers. @public */
export const OTHER_POLICIES_CONTROL_ID = 'other-policies';

export const OTHER_POLICIES_CONTROL: Control = {
  id: OTHER_POLICIES_CONTROL_ID,
  title: 'Every other policy of the cluster must pass',
  area: 'misconfigurations',
  responsibility: 'application',
  severity: 'medium',
  rationale:
    'Organisations have expectations of their own. Their policies count together, until a control of your own catalogue takes them.',
  remediation:
    'Open the finding: the policy that failed says which field to change.',
  references: [],
  matchers: [],
  witnesses: [...NAMESPACE_WITNESSES, 'RbacAssessmentReport'],
  appliesTo: 'workload',
};
