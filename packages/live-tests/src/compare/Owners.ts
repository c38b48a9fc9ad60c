/** Who owns what in a cluster, by its raw objects. */
import type { RawObject } from './readCluster';

/** `namespace/kind/name` */
export type Subject = string;

export interface Reference {
  kind: string;
  namespace: string;
  name: string;
  uid: string;
}

export interface Group {
  key: string;
  root: Reference;
  members: RawObject[];
}

export function subjectOf({ namespace, kind, name }: Reference): Subject {
  return `${namespace}/${kind}/${name}`;
}

/** Who owns whom, up to the root. */
export class Owners {
  readonly #byUid = new Map<string, RawObject>();
  readonly #byName = new Map<string, RawObject>();

  constructor(private readonly objects: RawObject[]) {
    for (const object of objects) {
      this.#byUid.set(object.metadata.uid, object);
      this.#byName.set(subjectOf(toReference(object)), object);
    }
  }

  find(reference: Reference): RawObject | undefined {
    return (
      this.#byUid.get(reference.uid) ?? this.#byName.get(subjectOf(reference))
    );
  }

  rootOf(reference: Reference): Reference {
    const object = this.find(reference);
    if (!object) {
      return reference;
    }
    const candidates = (object.metadata.ownerReferences ?? []).filter(
      ({ kind }) => kind !== 'Node',
    );
    const owner =
      candidates.find(({ controller }) => controller) ?? candidates[0];
    return owner
      ? this.rootOf({ ...owner, namespace: object.metadata.namespace ?? '' })
      : toReference(object);
  }

  /** An earlier revision that runs nothing, of a Deployment that runs another. */
  isFormer(reference: Reference): boolean {
    const object = this.find(reference);
    if (object?.kind !== 'ReplicaSet' || object.spec.replicas !== 0) {
      return false;
    }
    const deployment = this.find(this.rootOf(reference));
    return deployment?.kind === 'Deployment' && deployment.spec.replicas !== 0;
  }

  groups(): Map<Subject, Group> {
    const groups = new Map<Subject, Group>();
    for (const object of this.objects) {
      const reference = toReference(object);
      if (!this.isFormer(reference)) {
        const root = this.rootOf(reference);
        const subject = subjectOf(root);
        const group = groups.get(subject) ?? {
          key: `${root.kind} ${root.namespace}/${root.name}`,
          root,
          members: [],
        };
        group.members.push(object);
        groups.set(subject, group);
      }
    }
    return groups;
  }
}

function toReference({ kind, metadata }: RawObject): Reference {
  return {
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid,
  };
}
