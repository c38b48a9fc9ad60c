/** From manifests, as in a folder, to the states of the namespaces that they are about. */
import type { JsonObject, JsonValue, KubernetesObject } from '../evaluation';
import { namespaceStateOf } from './namespaceStateOf';
import { isOfCluster, stateKindOf } from './readers';
import {
  NAMESPACE_STATE_KINDS,
  type Incomplete,
  type NamespaceState,
  type NamespaceStateObject,
} from './types';

/** @public */
export interface NamespaceStatesOptions {
  /**
   * Kinds of which the cluster may have more than the objects given; all of them unless
   * told otherwise, for a folder seldom holds everything.
   */
  incomplete?: Incomplete;
  /** Of objects that name none; `default` if not given. */
  defaultNamespace?: string;
}

/**
 * Groups objects by namespace, for every namespace that is among them or named by one of
 * them. Pods and ReplicaSets whose owner is there count as what owns them.
 * @public
 */
export function namespaceStatesOf(
  objects: readonly KubernetesObject[],
  {
    incomplete = everyKindIsOpen(),
    defaultNamespace = 'default',
  }: NamespaceStatesOptions = {},
): NamespaceState[] {
  const ofCluster: NamespaceStateObject[] = [];
  const byNamespace = new Map<string, NamespaceStateObject[]>();
  const put = (namespace: string, source: NamespaceStateObject) => {
    const sources = byNamespace.get(namespace) ?? [];
    byNamespace.set(namespace, sources);
    sources.push(source);
  };
  for (const object of objects) {
    const source = { object };
    const kind = stateKindOf(source);
    if (kind === undefined) {
      continue;
    }
    const metadata = metadataOf(object);
    if (kind === 'Namespace') {
      put(metadata.name, source);
    } else if (isOfCluster(kind)) {
      ofCluster.push(source);
    } else {
      put(metadata.namespace || defaultNamespace, source);
    }
  }
  return [...byNamespace].map(([namespace, sources]) =>
    namespaceStateOf(
      namespace,
      [...ofCluster, ...withoutOwned(sources)].map(source =>
        inNamespace(source, namespace),
      ),
      incomplete,
    ),
  );
}

function everyKindIsOpen(): Incomplete {
  return Object.fromEntries(
    NAMESPACE_STATE_KINDS.map(kind => [
      kind,
      `The cluster may have more than was given: not every ${kind} is known`,
    ]),
  );
}

/** As it would be once it is applied. */
function inNamespace(
  source: NamespaceStateObject,
  namespace: string,
): NamespaceStateObject {
  const { object } = source;
  const kind = stateKindOf(source);
  if (!kind || isOfCluster(kind) || metadataOf(object).namespace) {
    return source;
  }
  const { metadata } = object;
  return isMap(metadata)
    ? { object: { ...object, metadata: { ...metadata, namespace } } }
    : source;
}

function withoutOwned(sources: NamespaceStateObject[]): NamespaceStateObject[] {
  const present = new Set(
    sources.map(({ object }) => `${object.kind} ${metadataOf(object).name}`),
  );
  return sources.filter(
    ({ object }) =>
      !metadataOf(object).owners.some(owner => present.has(owner)),
  );
}

function metadataOf({ metadata }: KubernetesObject) {
  const fields = isMap(metadata) ? metadata : {};
  const text = (value: JsonValue) => (typeof value === 'string' ? value : '');
  const owners = Array.isArray(fields.ownerReferences)
    ? fields.ownerReferences.filter(isMap)
    : [];
  return {
    name: text(fields.name),
    namespace: text(fields.namespace),
    owners: owners
      .filter(({ controller }) => controller === true)
      .map(({ kind, name }) => `${text(kind)} ${text(name)}`),
  };
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
