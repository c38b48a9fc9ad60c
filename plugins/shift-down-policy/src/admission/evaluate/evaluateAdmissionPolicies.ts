/** Judges an object by all policies of a set. */
import type { AdmissionInput, JsonObject } from '../../evaluation';
import { matchesResources, type Match } from '../match/matchResources';
import { attributesOf, type RequestAttributes } from '../match/rules';
import type {
  AdmissionPolicyOptions,
  AdmissionPolicySet,
  AdmissionVerdict,
  CompiledPolicy,
  PolicyGroup,
} from '../types';
import type { ParamSource } from '../params/findParams';
import { activationOf, type Activation } from './activation';
import { evaluateBinding } from './evaluateBinding';
import { invokePolicy, type Invocation } from './invokePolicy';
import { verdictsForAll } from './verdicts';

/** Kinds that no policy of the cluster may judge, lest it locks itself. */
const EXEMPT = new Set([
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
]);

/**
 * One verdict for each policy, binding and validation (`rule` is its index), in the order
 * of the policies; not applicable where it is not about the object. What is about a whole
 * policy has a rule of its own: `configuration` (a binding whose parameters can't be
 * found), `matchConditions` and `auditAnnotations` (an error in them), beside which the
 * validations are unknown. A policy without binding has no verdict.
 * @public
 */
export function evaluateAdmissionPolicies(
  input: AdmissionInput,
  policies: AdmissionPolicySet,
  options: AdmissionPolicyOptions = {},
): AdmissionVerdict[] {
  const params: ParamSource = {
    objects: options.params
      ? [...policies.objects, ...options.params]
      : policies.objects,
    complete: options.paramsComplete ?? false,
  };
  const request = attributesOf(input);
  const activation = activationOf(input, request);
  return policies.groups
    .filter(group => options.policies?.includes(group.name) ?? true)
    .flatMap(group =>
      evaluateGroup(group, { input, request, activation, params }),
    );
}

interface Evaluation {
  input: AdmissionInput;
  request: RequestAttributes;
  activation: Activation;
  params: ParamSource;
}

function evaluateGroup(
  group: PolicyGroup,
  { input, request, activation, params }: Evaluation,
): AdmissionVerdict[] {
  const { policy, match } = bestShape(group, input, request);
  if (!policy) {
    return [];
  }
  const invoke = invocationsOf(policy, activation);
  return group.bindings.flatMap(binding => {
    if (match.type === 'no') {
      return verdictsForAll(policy, binding, {
        type: 'not-applicable',
        reason: match.reason,
      });
    }
    if (policy.unsupported) {
      return verdictsForAll(policy, binding, {
        type: 'unknown',
        reason: policy.unsupported,
      });
    }
    return evaluateBinding({
      policy,
      binding,
      match,
      input,
      request,
      params,
      invoke,
    });
  });
}

/** Bindings that give a policy the same parameter share what comes of it. */
function invocationsOf(policy: CompiledPolicy, activation: Activation) {
  const known = new Map<JsonObject | null, Invocation>();
  return (params: JsonObject | null): Invocation => {
    const invocation =
      known.get(params) ?? invokePolicy(policy, { ...activation, params });
    known.set(params, invocation);
    return invocation;
  };
}

interface ShapeMatch {
  policy: CompiledPolicy | undefined;
  match: Match;
}

/** The shape that is about the object; else one that may be; else any. */
function bestShape(
  group: PolicyGroup,
  input: AdmissionInput,
  request: RequestAttributes,
): ShapeMatch {
  const matches = group.shapes.map(policy => ({
    policy,
    match: matchShape(policy, input, request),
  }));
  return (
    matches.find(({ match }) => match.type === 'yes') ??
    matches.find(({ match }) => match.type === 'unknown') ??
    matches[0] ?? { policy: undefined, match: { type: 'no', reason: '' } }
  );
}

function matchShape(
  policy: CompiledPolicy,
  input: AdmissionInput,
  request: RequestAttributes,
): Match {
  const { group, resource } = input.resource;
  if (policy.evaluator === 'kyverno') {
    if (policy.namespace && policy.namespace !== input.namespace) {
      return {
        type: 'no',
        reason: `it holds in namespace '${policy.namespace}' only`,
      };
    }
    return matchesResources(policy.matchConstraints, input, {
      ...request,
      generateName: generateNameOf(input),
    });
  }
  if (group === 'admissionregistration.k8s.io' && EXEMPT.has(resource)) {
    return {
      type: 'no',
      reason: 'no policy of the cluster judges admission policies',
    };
  }
  return matchesResources(policy.matchConstraints, input, request);
}

function generateNameOf({ object }: AdmissionInput): string | undefined {
  const { metadata } = object;
  const name =
    typeof metadata === 'object' &&
    metadata !== null &&
    !Array.isArray(metadata)
      ? metadata.generateName
      : undefined;
  return typeof name === 'string' ? name : undefined;
}
