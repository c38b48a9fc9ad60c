/**
 * The API server's own Pod Security has no exceptions for workloads. What it has is a lower
 * level for the namespace, which frees everything in it: shown in full, done by nobody here.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
import { stringify } from 'yaml';
import { namespacesOf, portalOnly, type PlanContext } from '../PlanContext';
import { checksOf } from '../../podSecurity/checksOf';
import { POD_SECURITY_NEWEST_MINOR } from '../../podSecurity/levels';
import type { PlannedEnforcement } from '../types';

/** As our own evaluation names it. */
export const POD_SECURITY_POLICY = 'pod-security';

export function planPodSecurity(context: PlanContext): PlannedEnforcement {
  const { witness, workloads } = context;
  const checks = witness.checks.length > 0 ? witness.checks : witness.rules;
  const baseline = idsOf('baseline');
  const level = checks.some(check => baseline.has(check))
    ? 'privileged'
    : 'baseline';
  const kept = idsOf(level);
  const freed = [...idsOf('restricted')].filter(id => !kept.has(id));
  const namespaces = namespacesOf(workloads).filter(it => it !== '');
  const effect = `Lowering the level to ${level} would do it, for everything in ${namespaces.join(
    ', ',
  )}, and free it from: ${freed.join(', ')}.`;
  return portalOnly(
    context,
    'pod-security',
    `Pod Security knows no exceptions for workloads, so that where it is enforced it goes on to refuse. ${effect}`,
    namespaces.length === 0
      ? undefined
      : {
          title: `Labels that lower Pod Security to ${level}`,
          text: namespaces
            .map(name =>
              stringify({
                apiVersion: 'v1',
                kind: 'Namespace',
                metadata: {
                  name,
                  labels: { 'pod-security.kubernetes.io/enforce': level },
                },
              }),
            )
            .join('---\n'),
        },
  );
}

function idsOf(level: 'privileged' | 'baseline' | 'restricted'): Set<string> {
  return new Set(
    checksOf(level, POD_SECURITY_NEWEST_MINOR).map(({ id }) => id),
  );
}
