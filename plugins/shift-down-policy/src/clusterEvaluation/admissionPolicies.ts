/** The cluster's own admission policies, tried on an object and on the Pods it makes. */
import type {
  EvaluatedCheck,
  ObjectReference,
  PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';
import {
  evaluateAdmissionPolicies,
  parseAdmissionPolicies,
  policyNames,
  unboundPolicies,
  type AdmissionPolicySet,
} from '../admission';
import { isAdmissionInput, prepareAdmissionInput } from '../admissionInput';
import { GUARDRAIL_EXCEPTIONS } from '../enforcement/guardrails/renderGuardrailExceptions';
import {
  WITHHELD,
  type JsonObject,
  type JsonValue,
  type KubernetesObject,
  type Verdict,
} from '../evaluation';
import { podSpecsOf } from '../podSecurity';
import { policiesWithout } from './policiesOfOurs';
import { toCheck, toPolicyResult } from './toEvidence';
import type { StoredObject } from './types';

/** @internal */
export interface AdmissionPolicies {
  readonly problems: string[];
  evaluate(request: {
    stored: StoredObject;
    subject: ObjectReference;
    namespaceLabels?: Record<string, string>;
    limitRanges?: readonly StoredObject[];
  }): { results: PolicyResultEvidence[]; checks: EvaluatedCheck[] };
}

/** @internal */
export function createAdmissionPolicies(
  stored: readonly StoredObject[],
  minorVersion: number,
): AdmissionPolicies {
  const { policies, problems } = compileClusterPolicies(
    stored,
    'our accounts and creation',
  );
  return {
    problems,
    evaluate({ stored: { object, labels }, subject, ...surroundings }) {
      const { namespaceLabels, limitRanges = [] } = surroundings;
      const ranges = limitRanges.map(it => it.object);
      const namespaceObject =
        namespaceLabels && namespaceOf(subject.namespace, namespaceLabels);
      const verdicts = [
        withLabels(object, labels),
        ...podsOf(object, subject.namespace),
      ].flatMap(it =>
        judge(it, policies, {
          minorVersion,
          namespace: subject.namespace,
          limitRanges: ranges,
          ...(namespaceObject && { namespaceObject }),
        }),
      );
      return {
        results: verdicts.flatMap(it => toPolicyResult(it, subject) ?? []),
        checks: verdicts.flatMap(it => toCheck(it) ?? []),
      };
    },
  };
}

/**
 * Compiles the policies of a cluster as they are stored. Problems are in words.
 * @param without - Policies of ours that are left out.
 * @internal
 */
export function compileClusterPolicies(
  stored: readonly StoredObject[],
  without: Parameters<typeof policiesWithout>[1],
): { policies: AdmissionPolicySet; problems: string[] } {
  const objects = policiesWithout(
    stored.map(({ object }) => object),
    without,
  );
  const { policies, problems } = parseAdmissionPolicies([
    ...objects,
    ...withoutExceptions(objects),
  ]);
  return {
    policies,
    problems: problems.map(
      ({ object, message }) => `${object.kind} ${object.name}: ${message}`,
    ),
  };
}

function judge(
  object: KubernetesObject,
  policies: AdmissionPolicySet,
  options: {
    minorVersion: number;
    namespace: string;
    limitRanges: readonly JsonObject[];
    namespaceObject?: JsonObject;
  },
): Verdict[] {
  const input = prepareAdmissionInput(object, options);
  if (isAdmissionInput(input)) {
    return evaluateAdmissionPolicies(input, policies);
  }
  // What is in the cluster was admitted: it is our knowledge that does not reach.
  const reason = 'refused' in input ? input.refused : input.unsupported;
  const unbound = new Set(unboundPolicies(policies));
  return policyNames(policies)
    .filter(policy => !unbound.has(policy))
    .map(policy => ({
      evaluator: 'admission-policy',
      policy,
      rule: '',
      result: 'unknown',
      reason: `The ${object.kind} can't be read as the API server would: ${reason}`,
      message: '',
      violations: [],
      effect: 'deny',
    }));
}

/**
 * The Pods of a controller as it would create them: policies on Pods hold for those, and
 * what is wrong with them is to be mended in the controller.
 */
function podsOf(
  object: KubernetesObject,
  namespace: string,
): KubernetesObject[] {
  if (object.kind === 'Pod') {
    return [];
  }
  return podSpecsOf(object).map(({ metadata, spec }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      labels: { [WITHHELD]: WITHHELD },
      annotations: { [WITHHELD]: WITHHELD },
      ...metadata,
      generateName: `${nameOf(object)}-`,
      namespace,
    },
    spec,
  }));
}

function withLabels(
  object: KubernetesObject,
  labels: Record<string, string>,
): KubernetesObject {
  const metadata = (object.metadata ?? {}) as JsonObject;
  return {
    ...object,
    metadata: {
      annotations: { [WITHHELD]: WITHHELD },
      ...metadata,
      labels: metadata.labels ?? labels,
    },
  };
}

function namespaceOf(name: string, labels: Record<string, string>): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels,
      annotations: { [WITHHELD]: WITHHELD },
    },
  };
}

function nameOf({ metadata }: KubernetesObject): string {
  const name = (metadata as JsonObject | undefined)?.name;
  return typeof name === 'string' ? name : '';
}

/**
 * What guardrails are given for their exceptions: none. A finding keeps its real result
 * under an exception, and the objects that hold them are not collected.
 */
function withoutExceptions(
  objects: readonly KubernetesObject[],
): KubernetesObject[] {
  const { apiVersion, kind } = GUARDRAIL_EXCEPTIONS;
  const names = objects
    .filter(object => object.kind === 'ValidatingAdmissionPolicyBinding')
    .map(({ spec }) => fieldOf(fieldOf(spec, 'paramRef'), 'name'));
  return [...new Set(names)]
    .filter(name => typeof name === 'string')
    .map(name => ({ apiVersion, kind, metadata: { name } }));
}

function fieldOf(value: JsonValue | undefined, key: string) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value[key]
    : undefined;
}
