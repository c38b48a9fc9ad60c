/**
 * Who owns what: Pod → ReplicaSet → Deployment, up to the root that a team would
 * call its workload. Pure; fed with whatever workload objects were seen.
 */
import type { ObjectReference } from '@shift-down/plugin-shift-down-common';

/** An entry of `metadata.ownerReferences`. @internal */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
}

/** An object as another one names it; empty strings where it doesn't say. @internal */
export interface ResourceReference {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
}

/** What the graph keeps of an object. @internal */
export interface OwnedObject extends ResourceReference {
  owners: OwnerReference[];
  /** Replicas wanted, for those kinds that have them. */
  replicas?: number;
}

/** Real chains are three long; this only stops what is made to go on. */
const MAX_DEPTH = 10;

/**
 * The owner that an object counts for. Static Pods are owned by their Node, which
 * is where they run and not what they are.
 */
function ownerOf(object: OwnedObject): ResourceReference | undefined {
  const owners = object.owners.filter(({ kind }) => kind !== 'Node');
  const owner = owners.find(({ controller }) => controller) ?? owners[0];
  return owner && { ...owner, namespace: object.namespace };
}

const nameKey = (reference: ResourceReference) =>
  JSON.stringify([reference.namespace, reference.kind, reference.name]);

/** @internal */
export class OwnerGraph {
  readonly #byUid = new Map<string, OwnedObject>();
  readonly #byName = new Map<string, OwnedObject>();

  add(object: OwnedObject): void {
    if (object.uid) {
      this.#byUid.set(object.uid, object);
    }
    this.#byName.set(nameKey(object), object);
  }

  delete(object: OwnedObject): void {
    if (this.#byUid.get(object.uid) === object) {
      this.#byUid.delete(object.uid);
    }
    if (this.#byName.get(nameKey(object)) === object) {
      this.#byName.delete(nameKey(object));
    }
  }

  /** Finds by UID, else by namespace, kind and name: recreated objects keep theirs. */
  find(reference: ResourceReference): OwnedObject | undefined {
    const sameUid = reference.uid && this.#byUid.get(reference.uid);
    if (sameUid && sameUid.namespace === reference.namespace) {
      return sameUid;
    }
    return this.#byName.get(nameKey(reference));
  }

  /**
   * The root owner: the last one known, or the first one named that is not known
   * (an owner of a kind that isn't collected, or that is gone).
   */
  rootOf(reference: ResourceReference): ResourceReference {
    let root = reference;
    const seen = new Set<OwnedObject>();
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
      const object = this.find(root);
      if (!object) {
        return root;
      }
      if (seen.has(object)) {
        return reference;
      }
      seen.add(object);
      root = object;
      const owner = ownerOf(object);
      if (!owner) {
        return root;
      }
      root = owner;
    }
    return reference;
  }

  /**
   * Whether the object is an earlier revision that runs nothing any more. What was
   * reported of it says nothing about what runs now.
   */
  isSuperseded(reference: ResourceReference): boolean {
    const object = this.find(reference);
    if (object?.kind !== 'ReplicaSet' || object.replicas !== 0) {
      return false;
    }
    const owner = ownerOf(object);
    const deployment = owner && this.find(owner);
    return deployment?.kind === 'Deployment' && deployment.replicas !== 0;
  }
}

/** @internal */
export function toSubject(reference: ResourceReference): ObjectReference {
  const { namespace, kind, name } = reference;
  return { namespace, kind, name };
}
