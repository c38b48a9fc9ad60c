/** What every engine's plan is made from, and the parts that all of them share. */
import type { EnforcementTarget } from '@shift-down/plugin-shift-down-common';
import type { ExceptionContent } from '../exceptions/types';
import { inWords } from './subjects/names';
import { chainOf } from './subjects/chains';
import type {
  EffectiveScope,
  EngineCapabilities,
  PlannedEnforcement,
  PolicyWitness,
  WitnessedWorkload,
} from './types';

export interface PlanContext {
  exceptionId: string;
  content: ExceptionContent;
  witness: PolicyWitness;
  /** Those of the witness that are in scope; never none. */
  workloads: WitnessedWorkload[];
  capabilities: EngineCapabilities;
}

export function effectiveScopeOf(
  { witness, workloads }: PlanContext,
  target: EnforcementTarget,
  rules: string[],
  wider: string[],
): EffectiveScope {
  return {
    cluster: witness.cluster,
    target,
    policies: [{ policy: witness.policy, rules }],
    namespaces: namespacesOf(workloads),
    workloads: workloads.map(inWords),
    wider,
  };
}

/** No engine is told. Nothing is let through that was not let through before. */
export function portalOnly(
  context: PlanContext,
  target: EnforcementTarget,
  reason: string,
  document?: PlannedEnforcement['document'],
): PlannedEnforcement {
  const { witness } = context;
  return {
    cluster: witness.cluster,
    target,
    effectiveScope: effectiveScopeOf(context, target, rulesAsked(context), []),
    portalOnly: reason,
    ...(document && { document }),
    policies: [witness.policy],
  };
}

/** The one that was asked for, or else all that failed. */
export function rulesAsked({ content, witness }: PlanContext): string[] {
  const { expectation } = content;
  return expectation.type === 'policy' && expectation.rule
    ? [expectation.rule]
    : [...new Set(witness.rules.filter(rule => rule !== ''))].sort();
}

export function namespacesOf(
  workloads: readonly WitnessedWorkload[],
): string[] {
  return [...new Set(workloads.map(({ namespace }) => namespace))].sort();
}

/** An engine believes what a Pod says of its owner, and so does whoever makes Pods. */
export function claimedOwners(
  workloads: readonly WitnessedWorkload[],
): string[] {
  return workloads
    .filter(({ kind }) => chainOf(kind) !== 'itself')
    .map(
      workload =>
        `Whoever may create Pods in ${workload.namespace} can name ${inWords(
          workload,
        )} as their owner, and they are let through as well.`,
    );
}
