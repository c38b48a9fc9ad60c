/** From the objects of a folder or a cluster to policies that can be evaluated. */
import type { KubernetesObject } from '../../evaluation';
import { parseKyvernoPolicy } from '../kyverno/parseKyvernoPolicy';
import {
  admissionPolicyBindingSchema,
  admissionPolicySchema,
  type ParsedAdmissionPolicyBinding,
} from '../schema/validatingAdmissionPolicy';
import type {
  AdmissionPolicyProblem,
  AdmissionPolicySet,
  CompiledBinding,
  PolicyGroup,
  PolicyNotEvaluated,
} from '../types';
import { compileExpressions } from './compileExpressions';
import { problemsOf, referenceTo } from './reference';

const REGISTRATION = 'admissionregistration.k8s.io';
const KYVERNO = 'policies.kyverno.io';
const KYVERNO_VERSIONS = ['v1', 'v1beta1', 'v1alpha1'];

/** Kinds that hold rules for admission which nothing here evaluates. */
const NOT_EVALUATED: readonly {
  group: RegExp;
  kind: RegExp;
  reason: string;
}[] = [
  {
    group: /^admissionregistration\.k8s\.io$/,
    kind: /^MutatingAdmissionPolicy(Binding)?$/,
    reason: 'it changes objects instead of judging them',
  },
  {
    group: /^kyverno\.io$/,
    kind: /^(Cluster)?Policy$/,
    reason:
      "only Kyverno's ValidatingPolicy (policies.kyverno.io) is evaluated",
  },
  {
    group: /^policies\.kyverno\.io$/,
    kind: /^(Namespaced)?(Image|Mutating|Generating|Deleting)\w*Policy$/,
    reason: "only Kyverno's ValidatingPolicy is evaluated",
  },
  {
    group: /^templates\.gatekeeper\.sh$/,
    kind: /^ConstraintTemplate$/,
    reason: 'Gatekeeper is not evaluated',
  },
];

/** @public */
export interface ParseAdmissionPoliciesOptions {
  /** Minor version of the API server that compiles them; the newest known by default. */
  minorVersion?: number;
}

/** @public */
export interface ParsedAdmissionPolicies {
  policies: AdmissionPolicySet;
  /** What is wrong with policies and bindings; whatever is affected stays unknown. */
  problems: AdmissionPolicyProblem[];
  /** Policies of other engines or sorts among the objects. */
  notEvaluated: PolicyNotEvaluated[];
}

/**
 * Reads ValidatingAdmissionPolicies with their bindings, and Kyverno's ValidatingPolicies,
 * and compiles their expressions. Everything else among the objects may serve as a
 * parameter. Throws nothing: what is wrong with one policy is a problem, and the others
 * are read.
 * @public
 */
export function parseAdmissionPolicies(
  objects: readonly KubernetesObject[],
  { minorVersion }: ParseAdmissionPoliciesOptions = {},
): ParsedAdmissionPolicies {
  const problems: AdmissionPolicyProblem[] = [];
  const notEvaluated: PolicyNotEvaluated[] = [];
  const others: KubernetesObject[] = [];
  const groups = new Map<string, PolicyGroup>();
  const bindings: { policyName: string; binding: CompiledBinding }[] = [];

  const add = (object: KubernetesObject, group: PolicyGroup | undefined) => {
    if (!group) {
      return;
    }
    const key = `${group.evaluator}/${group.name}`;
    if (groups.has(key)) {
      problems.push({
        object: referenceTo(object),
        field: ['metadata', 'name'],
        message: `there are several ${object.kind} of this name; the first is evaluated: rename or remove the others`,
      });
    } else {
      groups.set(key, group);
    }
  };

  for (const object of objects) {
    const [group, version] = groupVersionOf(object.apiVersion);
    const { kind } = object;
    const isPolicy = kind === 'ValidatingAdmissionPolicy';
    const isBinding = kind === 'ValidatingAdmissionPolicyBinding';
    if (group === REGISTRATION && (isPolicy || isBinding)) {
      if (version !== 'v1' && version !== 'v1beta1') {
        problems.push({
          object: referenceTo(object),
          field: ['apiVersion'],
          message: `version ${version} is not evaluated: write it as ${REGISTRATION}/v1`,
        });
      } else if (isPolicy) {
        add(object, parsePolicy(object, problems, minorVersion));
      } else {
        const parsed = parseBinding(object, problems);
        if (parsed) {
          bindings.push(parsed);
        }
      }
    } else if (
      group === KYVERNO &&
      KYVERNO_VERSIONS.includes(version) &&
      (kind === 'ValidatingPolicy' || kind === 'NamespacedValidatingPolicy')
    ) {
      add(object, parseKyvernoPolicy(object, problems, minorVersion));
    } else {
      const known = NOT_EVALUATED.find(
        other => other.group.test(group) && other.kind.test(kind),
      );
      if (known) {
        const { reason } = known;
        notEvaluated.push({ object: referenceTo(object), reason });
      } else {
        others.push(object);
      }
    }
  }

  for (const { policyName, binding } of bindings) {
    groups.get(`admission-policy/${policyName}`)?.bindings.push(binding);
  }
  return {
    policies: { groups: [...groups.values()], objects: others },
    problems,
    notEvaluated,
  };
}

/**
 * Names of ValidatingAdmissionPolicies that have no binding and therefore do nothing.
 * @public
 */
export function unboundPolicies(policies: AdmissionPolicySet): string[] {
  return policies.groups
    .filter(group => group.bindings.length === 0)
    .map(group => group.name);
}

/** Names of all policies that can be evaluated, in the order they came. @public */
export function policyNames(policies: AdmissionPolicySet): string[] {
  return policies.groups.map(group => group.name);
}

function parsePolicy(
  object: KubernetesObject,
  problems: AdmissionPolicyProblem[],
  minorVersion: number | undefined,
): PolicyGroup | undefined {
  const parsed = admissionPolicySchema.safeParse(object);
  if (!parsed.success) {
    problems.push(...problemsOf(object, parsed.error));
    return undefined;
  }
  const { metadata, spec } = parsed.data;
  const known = ['object', 'oldObject', 'request', 'namespaceObject'];
  const expressions = compileExpressions(spec, {
    object: referenceTo(object),
    problems,
    minorVersion,
    known: [...known, 'authorizer', ...(spec.paramKind ? ['params'] : [])],
  });
  return {
    evaluator: 'admission-policy',
    name: metadata.name,
    bindings: [],
    shapes: [
      {
        evaluator: 'admission-policy',
        name: metadata.name,
        namespace: '',
        failurePolicy: spec.failurePolicy ?? 'Fail',
        paramKind: spec.paramKind ?? undefined,
        matchConstraints: spec.matchConstraints,
        ...expressions,
      },
    ],
  };
}

function parseBinding(
  object: KubernetesObject,
  problems: AdmissionPolicyProblem[],
) {
  const parsed = admissionPolicyBindingSchema.safeParse(object);
  if (!parsed.success) {
    problems.push(...problemsOf(object, parsed.error));
    return undefined;
  }
  const { metadata, spec } = parsed.data;
  return {
    policyName: spec.policyName,
    binding: {
      name: metadata.name,
      matchResources: spec.matchResources ?? undefined,
      paramRef: paramRefOf(spec),
      actions: spec.validationActions,
    },
  };
}

function paramRefOf({ paramRef }: ParsedAdmissionPolicyBinding['spec']) {
  return paramRef
    ? {
        name: paramRef.name ?? '',
        namespace: paramRef.namespace ?? '',
        selector: paramRef.selector ?? undefined,
        parameterNotFoundAction: paramRef.parameterNotFoundAction,
      }
    : undefined;
}

function groupVersionOf(apiVersion: string): [group: string, version: string] {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? ['', apiVersion]
    : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}
