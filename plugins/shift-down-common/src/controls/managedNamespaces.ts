/** Misconfigurations of the namespaces that the portal provisioned, by its own record. */
import {
  MANAGED_NAMESPACE_POLICY,
  type ManagedNamespaceRule,
} from '../provisioning';
import { shiftDown } from './builders';
import type { Control } from './types';

/** What each control here has in common. */
const shared = {
  area: 'misconfigurations',
  responsibility: 'platform',
  witnesses: ['Baseline'],
  needs: 'provisioning',
  appliesTo: 'namespace',
} satisfies Partial<Control>;

const managed = (rule: ManagedNamespaceRule) =>
  shiftDown(MANAGED_NAMESPACE_POLICY, rule);

export const MANAGED_NAMESPACE_CONTROLS: Control[] = [
  {
    ...shared,
    id: 'namespace-drift',
    title: 'Provisioned namespaces must stay as their baseline made them',
    severity: 'medium',
    rationale:
      'A namespace is secure by default until somebody deletes its network policy, raises its quota or binds cluster-admin in it, and nobody hears of that otherwise.',
    remediation:
      'Repair the namespace, which applies its baseline again, and remove what was added to it beside spec and metadata.labels of the objects that the finding names.',
    references: [],
    matchers: managed('drift'),
  },
  {
    ...shared,
    id: 'namespace-level',
    responsibility: 'application',
    title:
      'Provisioned namespaces should need no less than the restricted level',
    severity: 'low',
    rationale:
      'What the restricted level forbids is what turns a break-in of one container into one of its node.',
    remediation:
      'Change the securityContext of the workloads until the restricted level admits them, then wish for restricted; until then ask for an exception, which lowers metadata.labels["pod-security.kubernetes.io/enforce"] for its time.',
    references: [],
    matchers: managed('pod-security-wish'),
  },
  {
    ...shared,
    id: 'namespace-baseline-version',
    title: 'Provisioned namespaces should have the current baseline',
    severity: 'info',
    rationale:
      'What a newer baseline closes stays open in the namespaces that were made before it.',
    remediation:
      'Roll the current baseline out to the namespace; metadata.labels["shift-down.io/baseline"] then names its version.',
    references: [],
    matchers: managed('baseline-version'),
  },
];
