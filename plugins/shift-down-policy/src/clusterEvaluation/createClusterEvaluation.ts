/** All our evaluators on the objects of one cluster, as the portal keeps them. */
import {
  createAdmissionPolicies,
  type AdmissionPolicies,
} from './admissionPolicies';
import { evaluateNamespace } from './evaluateNamespace';
import { isKept } from './isKept';
import { evaluateWorkloadPodSecurity } from './podSecurity';
import type {
  ClusterSurroundings,
  Evaluated,
  NamespaceToEvaluate,
  ObjectToEvaluate,
  ToEvaluate,
} from './types';

/**
 * Raise it with every change of what evaluation comes to, so that everything is evaluated
 * again.
 * @public
 */
export const EVALUATION_VERSION = 2;

/** Evaluates the objects of one cluster. @public */
export interface ClusterEvaluation {
  /** In words, what of its policies can't be evaluated as it is written. */
  readonly problems: readonly string[];
  /** @throws whatever an evaluator does; then only this one can't be judged. */
  evaluate(input: ToEvaluate): Evaluated;
}

/**
 * Prepares what is the same for all objects of a cluster, such as its policies, once.
 * @public
 */
export function createClusterEvaluation(
  surroundings: ClusterSurroundings,
): ClusterEvaluation {
  const policies = createAdmissionPolicies(
    surroundings.policies,
    surroundings.minorVersion,
  );
  return {
    problems: policies.problems,
    evaluate: input =>
      input.type === 'namespace'
        ? evaluateWhole(input, surroundings, policies)
        : evaluateObject(input, surroundings, policies),
  };
}

function evaluateObject(
  input: ObjectToEvaluate,
  surroundings: ClusterSurroundings,
  policies: AdmissionPolicies,
): Evaluated {
  if (!isKept(input.stored)) {
    return { results: [], detail: { checks: [] } };
  }
  const podSecurity = evaluateWorkloadPodSecurity(
    input.stored.object,
    input.subject,
    surroundings,
  );
  const admission = policies.evaluate(input);
  return {
    results: [...(podSecurity?.results ?? []), ...admission.results],
    ...(podSecurity && { podSecurity: podSecurity.summary }),
    detail: {
      checks: [...(podSecurity?.checks ?? []), ...admission.checks],
    },
  };
}

/** A Namespace is an object that policies judge, too. */
function evaluateWhole(
  input: NamespaceToEvaluate,
  surroundings: ClusterSurroundings,
  policies: AdmissionPolicies,
): Evaluated {
  const evaluated = evaluateNamespace(input, surroundings);
  if (!input.stored || !isKept(input.stored)) {
    return evaluated;
  }
  const subject = { namespace: '', kind: 'Namespace', name: input.name };
  // Those that the Pod Security labels of its fields leave out are kept beside them.
  const stored = withAllLabels(input.stored);
  const { results, checks } = policies.evaluate({ stored, subject });
  return {
    results: [...evaluated.results, ...results],
    detail: {
      ...evaluated.detail,
      checks: [...evaluated.detail.checks, ...checks],
    },
  };
}

function withAllLabels({
  object,
  labels,
}: NonNullable<NamespaceToEvaluate['stored']>) {
  const metadata = (object.metadata ?? {}) as Record<string, never>;
  return { object: { ...object, metadata: { ...metadata, labels } }, labels };
}
