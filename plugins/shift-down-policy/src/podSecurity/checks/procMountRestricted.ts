/**
 * Restricted, since 1.35, when baseline became laxer: /proc stays masked, in a Pod with a
 * user namespace of its own too.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import type { PodSecurityCheck } from '../PodSecurityCheck';
import { checkProcMount } from './procMount';

export const procMountRestricted: PodSecurityCheck = {
  id: 'procMount_restricted',
  level: 'restricted',
  overrides: 'procMount',
  versions: [{ since: 35, check: checkProcMount }],
};
