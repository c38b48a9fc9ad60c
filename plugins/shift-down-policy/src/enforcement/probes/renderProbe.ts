/**
 * What would be refused again: a Pod as the workload would make it, and the workload itself.
 * Of what was collected the values are left out, so that what has none gets a harmless one.
 */
import type { JsonObject, JsonValue, KubernetesObject } from '../../evaluation';
import { WITHHELD } from '../../evaluation/withheld';
import { podSpecsOf } from '../../podSecurity';
import { chainOf, HASH_LABEL } from '../subjects/chains';
import { inWords } from '../subjects/names';
import type {
  PlannedEnforcement,
  ProbedWorkload,
  RenderedObject,
} from '../types';
import { fillIn } from './fillIn';

/** One that no template has. */
const HASH = 'bcdfghjklm';
/** Nobody has it; the API server wants one and does not look it up. */
const UID = '00000000-0000-4000-8000-000000000000';

/**
 * A Pod as that workload would make it, for a server-side dry run that has to be refused
 * once the exception has ended. `undefined` where the plan does not reach the workload or
 * what was collected of it has no Pod.
 * @public
 */
export function renderProbe(
  workload: ProbedWorkload,
  plan: PlannedEnforcement,
): RenderedObject | undefined {
  const object = collected(workload, plan);
  const [template] = object ? podSpecsOf(object) : [];
  if (!template) {
    return undefined;
  }
  const { name, owner, labels } = descent(workload);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: workload.namespace,
      labels: { ...textsIn(template.metadata.labels), ...labels },
      annotations: textsIn(template.metadata.annotations),
      ...(owner && {
        ownerReferences: [{ ...owner, uid: UID, controller: true }],
      }),
    },
    spec: fillIn(template.spec),
  };
}

/**
 * Every object whose refusal proves it: the Pod, and the workload itself, since a policy may
 * look at either.
 * @public
 */
export function renderProbes(
  workload: ProbedWorkload,
  plan: PlannedEnforcement,
): RenderedObject[] {
  const pod = renderProbe(workload, plan);
  const object = collected(workload, plan);
  if (!object || (pod && workload.kind === 'Pod')) {
    return pod ? [pod] : [];
  }
  const metadata = isFields(object.metadata) ? object.metadata : {};
  return [
    ...(pod ? [pod] : []),
    {
      ...fillIn(object),
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: {
        name: workload.name,
        namespace: workload.namespace,
        labels: textsIn(metadata.labels),
        annotations: textsIn(metadata.annotations),
      },
    },
  ];
}

/** The object itself; what was collected may be a Pod of an owner that was not. */
function collected(
  workload: ProbedWorkload,
  { effectiveScope }: PlannedEnforcement,
): KubernetesObject | undefined {
  const isReached =
    effectiveScope.namespaces.includes(workload.namespace) &&
    effectiveScope.workloads.includes(inWords(workload));
  const fields = workload.fields as JsonObject;
  return isReached && (fields.kind ?? workload.kind) === workload.kind
    ? { ...fields, apiVersion: workload.apiVersion, kind: workload.kind }
    : undefined;
}

interface Descent {
  name: string;
  labels?: Record<string, string>;
  owner?: { apiVersion: string; kind: string; name: string };
}

function descent({ apiVersion, kind, name }: ProbedWorkload): Descent {
  switch (chainOf(kind)) {
    case 'replica-sets':
      return {
        name: `${name}-${HASH}-probe`,
        labels: { [HASH_LABEL]: HASH },
        owner: { apiVersion, kind: 'ReplicaSet', name: `${name}-${HASH}` },
      };
    case 'jobs':
      return {
        name: `${name}-1-probe`,
        owner: { apiVersion, kind: 'Job', name: `${name}-1` },
      };
    case 'numbered-pods':
      return { name: `${name}-0`, owner: { apiVersion, kind, name } };
    case 'pods':
      return { name: `${name}-probe`, owner: { apiVersion, kind, name } };
    default:
      return { name };
  }
}

function isFields(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsIn(value: JsonValue | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isFields(value) ? value : {}).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && entry[1] !== WITHHELD,
    ),
  );
}
