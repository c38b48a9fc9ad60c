/**
 * What goes into an evaluation, as JSON text made of the texts that are stored: nothing of
 * it is parsed on the event loop.
 */
import type {
  ObjectReference,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { StoredSurroundings } from '../database/operations/evaluation/loadSurroundings';
import type {
  StoredNamespace,
  StoredResource,
  StoredWorkload,
} from '../database/operations/evaluation/loadNamespace';

/** What config says about the evaluation of one cluster. @internal */
export interface SurroundingsOptions {
  minorVersion: number;
  podSecurityVersion: string;
  networkPolicyProvider?: string;
  trusted: readonly string[];
}

/** JSON of a `ClusterSurroundings`. @internal */
export function surroundingsText(
  { resources }: StoredSurroundings,
  options: SurroundingsOptions,
): string {
  const ofKinds = (...kinds: string[]) =>
    list(
      resources
        .filter(it => kinds.includes(it.source_kind))
        .map(it => labelled(it)),
    );
  return object({
    minorVersion: JSON.stringify(options.minorVersion),
    podSecurityVersion: JSON.stringify(options.podSecurityVersion),
    networkPolicyProvider:
      options.networkPolicyProvider &&
      JSON.stringify(options.networkPolicyProvider),
    trusted: JSON.stringify(options.trusted),
    policies: ofKinds(
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ),
    clusterRoles: ofKinds('ClusterRole', 'ClusterRoleBinding'),
  });
}

/** JSON of an `ObjectToEvaluate`. @internal */
export function objectText(
  subject: ObjectReference,
  stored: Pick<StoredResource, 'labels' | 'fields'>,
  surroundings: {
    namespace: StoredNamespace | undefined;
    limitRanges: StoredResource[];
  },
): string {
  const { limitRanges, namespace } = surroundings;
  return object({
    type: '"object"',
    subject: JSON.stringify(subject),
    stored: labelled(stored),
    namespaceLabels: namespace?.labels,
    limitRanges:
      limitRanges.length > 0 ? list(limitRanges.map(labelled)) : undefined,
  });
}

/** JSON of a `NamespaceToEvaluate`. @internal */
export function namespaceText(
  name: string,
  {
    namespace,
    workloads,
    resources,
    incomplete,
  }: {
    namespace: StoredNamespace | undefined;
    workloads: Pick<StoredWorkload, 'kind' | 'name' | 'labels' | 'fields'>[];
    resources: StoredResource[];
    incomplete: Partial<Record<SourceKind, string>>;
  },
): string {
  return object({
    type: '"namespace"',
    name: JSON.stringify(name),
    stored: namespace && labelled(namespace),
    objects: list(resources.map(labelled)),
    workloads: list(
      workloads.map(it =>
        object({
          subject: JSON.stringify({
            namespace: name,
            kind: it.kind,
            name: it.name,
          }),
          stored: labelled(it),
        }),
      ),
    ),
    incomplete: JSON.stringify(incomplete),
  });
}

/** Labels are kept beside the fields. */
function labelled({ fields, labels }: { fields: string; labels: string }) {
  return object({ object: fields, labels });
}

function list(texts: string[]): string {
  return `[${texts.join(',')}]`;
}

function object(fields: Record<string, string | undefined>): string {
  return `{${Object.entries(fields)
    .filter(([, text]) => text !== undefined && text !== '')
    .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
    .join(',')}}`;
}
