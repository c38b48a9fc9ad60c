import type { JsonObject, JsonValue, KubernetesObject } from '../../evaluation';
import { evaluateAdmissionPolicies } from '../evaluate/evaluateAdmissionPolicies';
import { parseAdmissionPolicies } from '../parse/parseAdmissionPolicies';
import type { AdmissionPolicyOptions } from '../types';
import { inputOf } from './inputs';

const GROUP = 'admissionregistration.k8s.io';

/** A policy over Pods and Deployments. */
export function policyOf(
  spec: JsonObject = {},
  name = 'rule',
  version = 'v1',
): KubernetesObject {
  return {
    apiVersion: `${GROUP}/${version}`,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['', 'apps'],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['pods', 'deployments', 'namespaces'],
          },
        ],
      },
      validations: [{ expression: 'object.spec.hostNetwork != true' }],
      ...spec,
    },
  };
}

export function bindingOf(
  spec: JsonObject = {},
  name = 'everywhere',
  policyName = 'rule',
): KubernetesObject {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName, validationActions: ['Deny'], ...spec },
  };
}

export function kyvernoPolicyOf(
  spec: JsonObject = {},
  changes: JsonObject = {},
): KubernetesObject {
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ValidatingPolicy',
    metadata: { name: 'rule' },
    ...changes,
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['pods'],
          },
        ],
      },
      validations: [{ expression: 'true' }],
      ...spec,
    },
  };
}

export function podOf(
  spec: JsonObject = {},
  metadata: JsonObject = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: {
      hostNetwork: false,
      containers: [{ name: 'web', image: 'registry.example.com/web:1' }],
      ...spec,
    },
  };
}

export function configMapOf(
  name: string,
  data: JsonObject,
  labels: JsonObject = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop', labels },
    data,
  };
}

/** Verdicts of policies, bindings and parameters on one object. */
export function judge(
  objects: readonly KubernetesObject[],
  object: KubernetesObject,
  options?: AdmissionPolicyOptions & { namespaceObject?: JsonObject },
) {
  const { policies, problems } = parseAdmissionPolicies(objects);
  if (problems.length > 0) {
    throw new Error(problems.map(problem => problem.message).join('; '));
  }
  const { namespaceObject, ...rest } = options ?? {};
  return evaluateAdmissionPolicies(
    { ...inputOf(object), ...(namespaceObject && { namespaceObject }) },
    policies,
    { paramsComplete: true, ...rest },
  );
}

/** The only verdict there is. */
export function judgeOnce(...args: Parameters<typeof judge>) {
  const verdicts = judge(...args);
  expect(verdicts).toHaveLength(1);
  return verdicts[0];
}

export function validation(
  expression: string,
  rest: { [key: string]: JsonValue } = {},
) {
  return { validations: [{ expression, ...rest }] };
}
