/** What one of our own admission policies is told: lines of the object that it reads. */
import { claimedOwners, effectiveScopeOf, portalOnly } from '../PlanContext';
import type { PlanContext } from '../PlanContext';
import { whyUnnameable } from '../subjects/names';
import type { GuardrailEntry, PlannedEnforcement } from '../types';
import {
  GUARDRAIL_EXCEPTIONS,
  MAX_GUARDRAIL_ENTRIES,
  renderGuardrailExceptions,
} from './renderGuardrailExceptions';

export function planGuardrail(context: PlanContext): PlannedEnforcement {
  const { exceptionId, content, witness, workloads } = context;
  const refused = whyNot(context);
  if (refused) {
    return portalOnly(context, 'guardrail', refused);
  }
  const entries: GuardrailEntry[] = workloads.map(
    ({ namespace, kind, name }) => ({
      exception: exceptionId,
      namespace,
      kind,
      name,
      container: content.scope.container ?? '',
      until: content.until,
    }),
  );
  return {
    cluster: witness.cluster,
    target: 'guardrail',
    effectiveScope: effectiveScopeOf(
      context,
      'guardrail',
      [],
      claimedOwners(workloads),
    ),
    object: renderGuardrailExceptions(witness.policy, entries),
    entries,
    policies: [witness.policy],
  };
}

function whyNot({ capabilities, content, witness, workloads }: PlanContext) {
  if (
    !capabilities.exceptionVersions.includes(GUARDRAIL_EXCEPTIONS.apiVersion)
  ) {
    return `This cluster does not serve ${GUARDRAIL_EXCEPTIONS.kind}, which policy ${witness.policy} reads its exceptions from. Apply the definition that comes with the guardrails.`;
  }
  if (content.scope.repository) {
    return 'A guardrail can except a workload, not an image repository in it.';
  }
  if (workloads.length > MAX_GUARDRAIL_ENTRIES) {
    return `A guardrail takes ${MAX_GUARDRAIL_ENTRIES} exceptions, and this would be ${workloads.length}: ask for fewer workloads.`;
  }
  return workloads.map(whyUnnameable).find(reason => reason !== '') ?? '';
}
