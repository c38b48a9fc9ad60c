/**
 * Gatekeeper has no object for exceptions: what it can leave out of a constraint are
 * namespaces as a whole.
 * https://open-policy-agent.github.io/gatekeeper/website/docs/howto
 */
import { stringify } from 'yaml';
import {
  namespacesOf,
  portalOnly,
  rulesAsked,
  type PlanContext,
} from '../PlanContext';
import type { PlannedEnforcement } from '../types';

export function planGatekeeper(context: PlanContext): PlannedEnforcement {
  const { witness, workloads } = context;
  const namespaces = namespacesOf(workloads).filter(it => it !== '');
  const constraints = rulesAsked(context);
  return portalOnly(
    context,
    'gatekeeper',
    `Gatekeeper knows no exceptions, so that it goes on to refuse. A constraint can leave out namespaces, which frees everything in ${
      namespaces.join(', ') || 'them'
    } and not these workloads alone.`,
    constraints.length === 0 || namespaces.length === 0
      ? undefined
      : {
          title: 'Patch that leaves the namespaces out of the constraint',
          text: constraints
            .map(name =>
              stringify({
                apiVersion: 'constraints.gatekeeper.sh/v1beta1',
                kind: witness.policy,
                metadata: { name },
                spec: { match: { excludedNamespaces: namespaces } },
              }),
            )
            .join('---\n'),
        },
  );
}
