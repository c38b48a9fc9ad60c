/** The control catalogue, area by area. */
import { MANAGED_NAMESPACE_CONTROLS } from './managedNamespaces';
import { NAMESPACE_CONTROLS } from './namespaces';
import { OTHER_POLICIES_CONTROL } from './otherPolicies';
import { POD_SECURITY_CONTROLS } from './podSecurity';
import { SUPPLY_CHAIN_CONTROLS } from './supplyChain';
import type { Control } from './types';
import { VULNERABILITY_CONTROLS } from './vulnerabilities';
import { WORKLOAD_PRACTICE_CONTROLS } from './workloadPractice';

/**
 * Every control that Shift Down ships, see `docs/controls.md`. Config may switch one
 * off, re-weight or re-assign it; modules may add their own.
 * @public
 */
export const CONTROL_CATALOGUE: readonly Control[] = [
  ...VULNERABILITY_CONTROLS,
  ...POD_SECURITY_CONTROLS,
  ...WORKLOAD_PRACTICE_CONTROLS,
  ...NAMESPACE_CONTROLS,
  ...MANAGED_NAMESPACE_CONTROLS,
  OTHER_POLICIES_CONTROL,
  ...SUPPLY_CHAIN_CONTROLS,
];
