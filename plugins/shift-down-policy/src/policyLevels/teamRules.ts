/**
 * What a team may add: policies that deny, in its own namespaces, and nothing that bears on
 * anybody else. Each rule closes one way around that.
 */
import type { FieldPath, KubernetesObject } from '../evaluation';
import { selectsOnly } from './namespacesOf';
import { at, itemsAt } from './read';

export interface Team {
  name: string;
  namespaces: ReadonlySet<string>;
  /** Policies that a binding of the team may name. */
  bindable: ReadonlySet<string>;
}

export type Complain = (field: FieldPath, message: string) => void;

type Rule = (object: KubernetesObject, team: Team, complain: Complain) => void;

const RULES: Readonly<Record<string, Rule>> = {
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': checkPolicy,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': checkBinding,
  '/ConfigMap': checkParameters,
  'kustomize.config.k8s.io/Kustomization': checkKustomization,
};

export function checkTeamObject(
  object: KubernetesObject,
  team: Team,
  complain: Complain,
): void {
  const group = object.apiVersion.includes('/')
    ? object.apiVersion.split('/')[0]
    : '';
  const key = `${group}/${object.kind}`;
  if (!Object.hasOwn(RULES, key)) {
    complain(
      ['kind'],
      `a team adds ValidatingAdmissionPolicies, their bindings and ConfigMaps as parameters only, no ${object.kind}`,
    );
    return;
  }
  RULES[key](object, team, complain);
}

function checkPolicy(
  object: KubernetesObject,
  team: Team,
  complain: Complain,
): void {
  checkName(object, team, complain);
  const constraints = ['spec', 'matchConstraints'] as const;
  // A policy that can't be run denies all that it matches, whatever its bindings say.
  checkSelector(object, team, constraints, complain);
  itemsAt(object, ...constraints, 'resourceRules').forEach((rule, index) => {
    if (at(rule, 'scope') !== 'Namespaced') {
      complain(
        [...constraints, 'resourceRules', index, 'scope'],
        'must be Namespaced, for a namespace selector lets through all that lies in no namespace',
      );
    }
  });
  const paramKind = at(object, 'spec', 'paramKind');
  if (
    paramKind !== undefined &&
    (at(paramKind, 'apiVersion') !== 'v1' ||
      at(paramKind, 'kind') !== 'ConfigMap')
  ) {
    complain(['spec', 'paramKind'], 'must be ConfigMap of v1');
  }
}

function checkBinding(
  object: KubernetesObject,
  team: Team,
  complain: Complain,
): void {
  checkName(object, team, complain);
  checkSelector(object, team, ['spec', 'matchResources'], complain);
  const policyName = at(object, 'spec', 'policyName');
  if (typeof policyName !== 'string' || !team.bindable.has(policyName)) {
    complain(
      ['spec', 'policyName'],
      `must name a policy of ${team.name} or of a level above it, not ${String(
        policyName,
      )}`,
    );
  }
  if (!itemsAt(object, 'spec', 'validationActions').includes('Deny')) {
    complain(['spec', 'validationActions'], 'must include Deny');
  }
  const paramNamespace = at(object, 'spec', 'paramRef', 'namespace');
  if (
    paramNamespace !== undefined &&
    !team.namespaces.has(String(paramNamespace))
  ) {
    complain(
      ['spec', 'paramRef', 'namespace'],
      `must be a namespace of ${team.name}: ${wordsOf(team)}`,
    );
  }
}

function checkParameters(
  object: KubernetesObject,
  team: Team,
  complain: Complain,
): void {
  const namespace = at(object, 'metadata', 'namespace');
  if (typeof namespace !== 'string' || !team.namespaces.has(namespace)) {
    complain(
      ['metadata', 'namespace'],
      `must be a namespace of ${team.name}: ${wordsOf(team)}`,
    );
  }
}

/** A relative path. */
const RESOURCE = /^[\w.-]+(?:\/[\w.-]+)*\.ya?ml$/;
/** Folders that lead away, or whose files nobody checks. */
const UNCHECKED = new Set(['..', 'pass', 'fail']);

/** Patches and generators could change what others wrote. */
function checkKustomization(
  object: KubernetesObject,
  team: Team,
  complain: Complain,
): void {
  for (const field of Object.keys(object)) {
    if (!['apiVersion', 'kind', 'metadata', 'resources'].includes(field)) {
      complain([field], 'a kustomization of a team lists resources only');
    }
  }
  itemsAt(object, 'resources').forEach((resource, index) => {
    if (
      typeof resource !== 'string' ||
      !RESOURCE.test(resource) ||
      resource.split('/').some(part => UNCHECKED.has(part))
    ) {
      complain(
        ['resources', index],
        `must be a file of YAML in the folder of ${team.name}, and none that is there for tests`,
      );
    }
  });
}

function checkName(
  object: KubernetesObject,
  team: Team,
  complain: Complain,
): void {
  const name = at(object, 'metadata', 'name');
  if (typeof name !== 'string' || !name.startsWith(`${team.name}.`)) {
    complain(['metadata', 'name'], `must begin with ${team.name}.`);
  }
}

function checkSelector(
  object: KubernetesObject,
  team: Team,
  field: readonly string[],
  complain: Complain,
): void {
  if (
    !selectsOnly(at(object, ...field, 'namespaceSelector'), team.namespaces)
  ) {
    complain(
      [...field, 'namespaceSelector'],
      `must select namespaces of ${
        team.name
      } by kubernetes.io/metadata.name and no others: ${wordsOf(team)}`,
    );
  }
}

function wordsOf({ namespaces }: Team): string {
  return [...namespaces].sort().join(', ') || 'it has none';
}
