/** What each engine of each cluster is to be told of one exception. */
import { MANAGED_NAMESPACE_POLICY } from '@shift-down/plugin-shift-down-common';
import type { ExceptionContent } from '../exceptions/types';
import { planGuardrail } from './guardrails/planGuardrail';
import { planKyverno } from './kyverno/planKyverno';
import { portalOnly, type PlanContext } from './PlanContext';
import { scopedWorkloads } from './subjects/scopedWorkloads';
import type {
  EngineCapabilities,
  PlannedEnforcement,
  PolicyWitness,
} from './types';
import { planGatekeeper } from './untold/planGatekeeper';
import { planPodSecurity, POD_SECURITY_POLICY } from './untold/planPodSecurity';

/** @public */
export interface EnforcementRequest {
  exceptionId: string;
  content: ExceptionContent;
  /** Policies that fail for what it reaches, by cluster and engine. */
  witnesses: readonly PolicyWitness[];
  /** By UID; a cluster that is missing is taken as {@link USUAL_CAPABILITIES}. */
  capabilities: ReadonlyMap<string, EngineCapabilities>;
}

/** What a cluster is taken for while nobody can ask it. @public */
export const USUAL_CAPABILITIES: EngineCapabilities = {
  exceptionVersions: ['policies.kyverno.io/v1', 'kyverno.io/v2'],
  hasExpiresAt: true,
  exceptionNamespace: 'shift-down-exceptions',
  guardrails: [],
};

/**
 * One plan per object that is to be written, and one per policy whose engine can't be told,
 * each with what it really lets through. Where nobody has to be told there is one that says
 * so. Sorted; the same request gives the same plans.
 * @public
 */
export function planEnforcement(
  request: EnforcementRequest,
): PlannedEnforcement[] {
  const { content } = request;
  if (content.expectation.type === 'vulnerability') {
    return [
      forNobody(
        request,
        'scanner',
        'Scanners ask nobody while they look. The documents for them (OpenVEX, .trivyignore.yaml, rules for Grype) hold it as long as it is active.',
      ),
    ];
  }
  const plans = mergeWitnesses(request.witnesses)
    .filter(
      ({ cluster }) =>
        content.scope.cluster === undefined ||
        content.scope.cluster === cluster,
    )
    .map(witness => ({
      exceptionId: request.exceptionId,
      content,
      witness,
      workloads: scopedWorkloads(witness.workloads, content.scope),
      capabilities:
        request.capabilities.get(witness.cluster) ?? USUAL_CAPABILITIES,
    }))
    .filter(({ workloads }) => workloads.length > 0)
    .map(planOf);
  return plans.length > 0
    ? plans
    : [
        forNobody(
          request,
          'portal',
          'No policy of an engine fails here, so that nobody else has to be told.',
        ),
      ];
}

function planOf(context: PlanContext): PlannedEnforcement {
  const { capabilities, witness } = context;
  switch (witness.engine) {
    case 'kyverno':
      return planKyverno(context);
    case 'gatekeeper':
      return planGatekeeper(context);
    case 'validating-admission-policy':
      return capabilities.guardrails.includes(witness.policy)
        ? planGuardrail(context)
        : portalOnly(
            context,
            'validating-admission-policy',
            `Admission policy ${witness.policy} takes no exceptions, so that the API server goes on to refuse. Whoever owns it can leave out the namespace in its binding, or have it read exceptions as the guardrails do.`,
          );
    case 'shift-down':
      if (capabilities.guardrails.includes(witness.policy)) {
        return planGuardrail(context);
      }
      if (witness.policy === MANAGED_NAMESPACE_POLICY) {
        return portalOnly(
          context,
          'portal',
          'The portal itself lowers the Pod Security level of the namespace while this is active, and raises it again at its end; nobody else has to be told.',
        );
      }
      return witness.policy === POD_SECURITY_POLICY
        ? planPodSecurity(context)
        : portalOnly(
            context,
            'portal',
            'The portal itself judges this; nobody else has to be told.',
          );
    default:
      return portalOnly(
        context,
        'portal',
        `${witness.reportedBy} only reports, so that there is nobody who has to be told.`,
      );
  }
}

/** The same policy of the same engine may have been seen in several findings. */
function mergeWitnesses(witnesses: readonly PolicyWitness[]): PolicyWitness[] {
  const merged = new Map<string, PolicyWitness>();
  for (const witness of witnesses) {
    const key = JSON.stringify([
      witness.cluster,
      witness.engine,
      // What Kyverno reports on an admission policy and what we find is one thing to tell.
      witness.engine === 'kyverno' ? witness.reportedBy : '',
      witness.policy,
    ]);
    const known = merged.get(key);
    merged.set(
      key,
      known
        ? {
            ...known,
            rules: [...new Set([...known.rules, ...witness.rules])].sort(),
            checks: [...new Set([...known.checks, ...witness.checks])].sort(),
            workloads: [...known.workloads, ...witness.workloads],
          }
        : witness,
    );
  }
  return withoutGenerated([...merged.entries()])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, witness]) => witness);
}

/**
 * Admission policies that Kyverno made of its own policies: it changes them itself when the
 * policy is excepted.
 */
function withoutGenerated(
  witnesses: [string, PolicyWitness][],
): [string, PolicyWitness][] {
  const made = new Set(
    witnesses
      .filter(([, { engine }]) => engine === 'kyverno')
      .flatMap(([, { cluster, policy }]) =>
        ['cpol', 'vpol'].map(prefix => `${cluster} ${prefix}-${policy}`),
      ),
  );
  return witnesses.filter(
    ([, { cluster, engine, policy }]) =>
      engine !== 'validating-admission-policy' ||
      !made.has(`${cluster} ${policy}`),
  );
}

function forNobody(
  { content }: EnforcementRequest,
  target: 'scanner' | 'portal',
  reason: string,
): PlannedEnforcement {
  const { cluster = '', namespace, workload } = content.scope;
  return {
    cluster,
    target,
    effectiveScope: {
      cluster,
      target,
      policies: [],
      namespaces: namespace === undefined ? [] : [namespace],
      workloads: workload ? [`${workload.kind}/${workload.name}`] : [],
      wider: [],
    },
    portalOnly: reason,
    policies: [],
  };
}
