/** What would be said of objects before they are made: by the cluster, and by ourselves. */
import {
  evaluateAdmissionPolicies,
  type AdmissionPolicySet,
} from '../../admission';
import { isAdmissionInput, prepareAdmissionInput } from '../../admissionInput';
import type { ClusterSurroundings } from '../../clusterEvaluation';
import { compileClusterPolicies } from '../../clusterEvaluation/admissionPolicies';
import type { KubernetesObject, Verdict } from '../../evaluation';
import {
  evaluateNamespaceBaseline,
  namespaceStateOf,
  type Incomplete,
  type ObjectVerdict,
} from '../../namespaceBaseline';
import {
  evaluatePodSecurity,
  isPodSecurityVersion,
  POD_SECURITY_LEVELS,
} from '../../podSecurity';
import { manifestYaml } from '../baseline/manifestYaml';
import type { BaselineManifest, ObjectPreview, PlannedObject } from '../types';

/** What is known of the cluster that objects would be made in. @public */
export interface JudgePlannedOptions extends ClusterSurroundings {
  /** In words, why not all of its policies are known; unset where they are. */
  policiesUnknown?: string;
  /** In words, why not all of its ClusterRoles and bindings are known. */
  clusterRolesUnknown?: string;
}

const NOTHING: Verdict = {
  evaluator: 'admission-policy',
  policy: '',
  rule: '',
  result: 'unknown',
  reason: '',
  message: '',
  violations: [],
  effect: 'deny',
};

/**
 * Judges each object as the API server would be asked to create it in the planned
 * namespace, and all of them together as a namespace in which there is nothing else.
 * Verdicts that do not apply are left out; what depends on who asks is unknown.
 *
 * @param objects - As `renderBaseline` gives them.
 * @public
 */
export function judgePlanned(
  objects: readonly PlannedObject[],
  options: JudgePlannedOptions,
): ObjectPreview[] {
  const { policies, problems } = compileClusterPolicies(
    options.policies,
    'our accounts',
  );
  const unknown = [
    ...(options.policiesUnknown === undefined ? [] : [options.policiesUnknown]),
    ...problems,
  ];
  const namespace = objects.find(
    ({ manifest }) => manifest.kind === 'Namespace',
  )?.manifest;
  const together = judgeTogether(objects, options);
  return objects.map(object => {
    const { manifest } = object;
    return {
      ...object,
      yaml: manifestYaml(manifest),
      verdicts: [
        ...judgeAdmission(manifest, policies, namespace, options.minorVersion),
        ...unknown.map(reason => ({ ...NOTHING, reason })),
        ...judgePodSecurity(manifest, namespace, options.minorVersion),
        ...together
          .filter(({ object: about }) => isAbout(about, manifest))
          .map(({ verdict }) => verdict),
      ].filter(({ result }) => result !== 'not-applicable'),
    };
  });
}

function judgeAdmission(
  manifest: BaselineManifest,
  policies: AdmissionPolicySet,
  namespaceObject: BaselineManifest | undefined,
  minorVersion: number,
): Verdict[] {
  const input = prepareAdmissionInput(toObject(manifest), {
    minorVersion,
    ...(manifest.metadata.namespace && {
      namespace: manifest.metadata.namespace,
      ...(namespaceObject && { namespaceObject: toObject(namespaceObject) }),
    }),
  });
  if (isAdmissionInput(input)) {
    return onceEach(evaluateAdmissionPolicies(input, policies));
  }
  if ('unsupported' in input) {
    return [{ ...NOTHING, reason: input.unsupported }];
  }
  const message = `The API server would refuse it: ${input.refused}`;
  return [
    {
      ...NOTHING,
      result: 'fail',
      message,
      violations: [{ component: '', field: input.field, message }],
    },
  ];
}

/** What is unknown of a policy for one reason is told once for all of its validations. */
function onceEach(verdicts: readonly Verdict[]): Verdict[] {
  const told = new Set<string>();
  return verdicts.flatMap(verdict => {
    const { policy, result, reason } = verdict;
    if (result !== 'unknown') {
      return [verdict];
    }
    const key = JSON.stringify([policy, reason]);
    const isNew = !told.has(key);
    told.add(key);
    return isNew ? [{ ...verdict, rule: '' }] : [];
  });
}

/** By the level that the planned Namespace enforces. */
function judgePodSecurity(
  manifest: BaselineManifest,
  namespace: BaselineManifest | undefined,
  minorVersion: number,
): Verdict[] {
  const label = (mode: string) =>
    namespace?.metadata.labels?.[`pod-security.kubernetes.io/${mode}`];
  const level = POD_SECURITY_LEVELS.find(it => it === label('enforce'));
  const version = label('enforce-version') ?? 'latest';
  return level && isPodSecurityVersion(version)
    ? evaluatePodSecurity({
        object: toObject(manifest),
        level,
        version,
        serverMinorVersion: minorVersion,
      })
    : [];
}

function judgeTogether(
  objects: readonly PlannedObject[],
  {
    clusterRoles,
    clusterRolesUnknown,
    networkPolicyProvider,
    trusted = [],
  }: JudgePlannedOptions,
): ObjectVerdict[] {
  const name = objects.find(({ manifest }) => manifest.kind === 'Namespace')
    ?.manifest.metadata.name;
  if (name === undefined) {
    return [];
  }
  const incomplete: Incomplete =
    clusterRolesUnknown === undefined
      ? {}
      : {
          ClusterRole: clusterRolesUnknown,
          ClusterRoleBinding: clusterRolesUnknown,
        };
  const state = namespaceStateOf(
    name,
    [
      ...objects.map(({ manifest }) => ({ object: toObject(manifest) })),
      ...clusterRoles,
    ],
    incomplete,
  );
  return evaluateNamespaceBaseline(state, {
    ...(networkPolicyProvider && { networkPolicyProvider }),
    trusted,
  });
}

function isAbout(
  { kind, name, namespace }: ObjectVerdict['object'],
  { kind: plannedKind, metadata }: BaselineManifest,
): boolean {
  return (
    kind === plannedKind &&
    name === metadata.name &&
    namespace === (metadata.namespace ?? '')
  );
}

/** JSON has no unset fields. */
function toObject(manifest: BaselineManifest): KubernetesObject {
  return manifest as unknown as KubernetesObject;
}
