/** All of what we applied in a namespace against all that is there. */
import type { ObjectDrift } from '@shift-down/plugin-shift-down-common';
import type { Rbac } from '../../trust/reportWriters';
import type { AppliedObject, ObservedObject, UnknownKinds } from '../types';
import { addedAccess } from './addedAccess';
import { addedPolicies } from './addedPolicies';
import { compareManifest } from './compareManifest';
import { differencesInWords } from './inWords';
import { isWatched } from './kinds';
import { rbacOf } from './rbacOf';

/** @public */
export interface DriftInput {
  /** What we applied, the Namespace among it. */
  applied: readonly AppliedObject[];
  /**
   * What is there in the namespace, the Namespace itself among it, and roles and bindings
   * of the cluster unless `rbac` has them.
   */
  observed: readonly ObservedObject[];
  /** By kind, such as `NetworkPolicy`. */
  unknown: UnknownKinds;
  /** UID of the Namespace by our record; empty until it was seen. */
  namespaceUid: string;
  /**
   * Roles and bindings of the whole cluster, see {@link rbacOf}: made once for all of its
   * namespaces. Made of `observed` if unset.
   */
  rbac?: Rbac;
  /** Whom the platform trusts, as for `dangerousAccess`. */
  trusted?: readonly string[];
}

/** What access is granted by; without all of them nobody knows what was added. */
const ACCESS_KINDS = [
  'RoleBinding',
  'ClusterRoleBinding',
  'Role',
  'ClusterRole',
];

/**
 * How a namespace differs from what we applied: objects in the order in which they were
 * applied, then what others added that undoes them, then what is not known.
 *
 * Of a kind that is not fresh or can't be read everything is unknown. Where the Namespace
 * is gone, or is another one than ours, that is all there is to say.
 * @public
 */
export function driftOf(input: DriftInput): ObjectDrift[] {
  const { applied, observed, unknown, namespaceUid } = input;
  const there = new Map(observed.map(it => [keyOf(it), it]));
  const inOrder = applied.flatMap(object => {
    const uid = isNamespace(object) ? namespaceUid : object.uid;
    const { kind, metadata } = object.manifest;
    const { namespace = '', name } = metadata;
    return driftOfObject(
      { ...object, uid },
      there.get(keyOf({ kind, namespace, name })),
      unknown,
    );
  });
  const gone = inOrder.find(
    ({ kind, type }) => kind === 'Namespace' && type === 'missing',
  );
  if (gone) {
    return [gone];
  }
  const drifts = [...inOrder, ...addedTo(input)];
  return [...drifts, ...unknownAdditions(input, drifts)];
}

/** What others added to a namespace and undoes what ours do. @internal */
export function addedTo(
  input: Pick<
    DriftInput,
    'applied' | 'observed' | 'unknown' | 'rbac' | 'trusted'
  >,
): ObjectDrift[] {
  const { applied, observed, unknown, trusted } = input;
  const namespace = applied.find(isNamespace)?.manifest.metadata.name;
  if (namespace === undefined) {
    return [];
  }
  const ours = (kind: string) =>
    applied.map(({ manifest }) => manifest).filter(it => it.kind === kind);
  return [
    ...(hasPolicies(applied) && unknown.NetworkPolicy === undefined
      ? addedPolicies(
          namespace,
          observed.filter(it => it.namespace === namespace),
          ours('NetworkPolicy'),
        )
      : []),
    ...(ACCESS_KINDS.every(kind => unknown[kind] === undefined)
      ? addedAccess(
          namespace,
          input.rbac ?? rbacOf(observed),
          ours('RoleBinding'),
          trusted,
        )
      : []),
  ];
}

/** Of what kinds nobody can say that nothing was added, where nothing else tells so. */
export function unknownAdditions(
  { applied, unknown }: Pick<DriftInput, 'applied' | 'unknown'>,
  told: readonly Pick<ObjectDrift, 'kind' | 'type'>[],
): ObjectDrift[] {
  const kinds = [
    ...(hasPolicies(applied) ? ['NetworkPolicy'] : []),
    ...ACCESS_KINDS,
  ].filter(
    kind =>
      unknown[kind] !== undefined &&
      !told.some(it => it.kind === kind && it.type === 'unknown'),
  );
  const namespace = applied.find(isNamespace)?.manifest.metadata.name ?? '';
  return kinds.map(kind => ({
    type: 'unknown',
    apiVersion:
      kind === 'NetworkPolicy'
        ? 'networking.k8s.io/v1'
        : 'rbac.authorization.k8s.io/v1',
    kind,
    namespace: kind.startsWith('Cluster') ? '' : namespace,
    name: '',
    message: `Whether others were added is not known: ${unknown[kind]}`,
    differences: [],
    controls: [],
  }));
}

function driftOfObject(
  { manifest, uid, controls }: AppliedObject,
  found: ObservedObject | undefined,
  unknown: UnknownKinds,
): ObjectDrift[] {
  const { apiVersion, kind, metadata } = manifest;
  const of = (
    type: ObjectDrift['type'],
    message: string,
    differences: ObjectDrift['differences'] = [],
  ): ObjectDrift[] => [
    {
      type,
      apiVersion,
      kind,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      message,
      differences,
      controls,
    },
  ];
  if (unknown[kind] !== undefined) {
    return of('unknown', `Not known: ${unknown[kind]}`);
  }
  if (!found) {
    return isWatched(kind)
      ? of('missing', 'It is not there')
      : of('unknown', `The portal does not watch objects of kind ${kind}`);
  }
  const differences = compareManifest(manifest, found);
  if (uid && found.uid && uid !== found.uid) {
    return of(
      'missing',
      'Ours is not there; another one has its name',
      differences,
    );
  }
  return differences.length > 0
    ? of('changed', differencesInWords(differences), differences)
    : [];
}

function isNamespace({ manifest }: AppliedObject): boolean {
  return manifest.kind === 'Namespace';
}

function hasPolicies(applied: readonly AppliedObject[]): boolean {
  return applied.some(({ manifest }) => manifest.kind === 'NetworkPolicy');
}

function keyOf({
  kind,
  namespace,
  name,
}: Pick<ObservedObject, 'kind' | 'namespace' | 'name'>): string {
  return JSON.stringify([kind, namespace, name]);
}
