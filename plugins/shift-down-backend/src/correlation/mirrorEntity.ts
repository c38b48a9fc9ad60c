/** What the mirror keeps of a catalog entity. */
import {
  parseEntityRef,
  RELATION_CHILD_OF,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { CLAIM_ANNOTATIONS } from '@shift-down/plugin-shift-down-common';
import {
  ANNOTATION_MANAGED_BY_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
} from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'node:crypto';

const RELATIONS: readonly string[] = [
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  RELATION_CHILD_OF,
];

/** Kinds that hold others together: they have no workloads, only parts or members. */
const KINDS_WITHOUT_POSTURE = new Set([
  'domain',
  'group',
  'location',
  'system',
  'user',
]);

/** What claims workloads, and where the source is. */
const KEPT_ANNOTATIONS = [
  ...CLAIM_ANNOTATIONS,
  ANNOTATION_MANAGED_BY_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
];

/** Fields to ask the catalog for. @internal */
export const MIRRORED_FIELDS = [
  'kind',
  'metadata.annotations',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.uid',
  'relations',
  'spec.type',
];

/** @internal */
export interface MirroredEntity {
  ref: string;
  uid: string;
  /** Changes with anything mirrored, and with nothing else. */
  etag: string;
  kind: string;
  namespace: string;
  name: string;
  title: string | undefined;
  type: string | undefined;
  ownerRef: string | undefined;
  systemRef: string | undefined;
  annotations: Record<string, string>;
  relations: { type: string; targetRef: string }[];
}

/** Whether entities of the kind (lower case) are assessed themselves. @internal */
export function hasPosture(kind: string): boolean {
  return !KINDS_WITHOUT_POSTURE.has(kind);
}

/** @internal */
export function mirrorEntity(entity: Entity): MirroredEntity {
  const ref = stringifyEntityRef(entity);
  const { kind, namespace, name } = parseEntityRef(ref);
  const relations = distinctRelations(entity);
  const type = entity.spec?.type;
  const mirrored = {
    ref,
    uid: entity.metadata.uid ?? '',
    kind,
    namespace,
    name,
    title: entity.metadata.title,
    type: typeof type === 'string' ? type : undefined,
    ownerRef: relations.find(({ type: it }) => it === RELATION_OWNED_BY)
      ?.targetRef,
    systemRef: relations.find(
      ({ type: it, targetRef }) =>
        it === RELATION_PART_OF && targetRef.startsWith('system:'),
    )?.targetRef,
    annotations: keptAnnotations(entity),
    relations,
  };
  const etag = createHash('sha256')
    .update(JSON.stringify(mirrored))
    .digest('hex');
  return { ...mirrored, etag };
}

function keptAnnotations(entity: Entity): Record<string, string> {
  const annotations = entity.metadata.annotations ?? {};
  return Object.fromEntries(
    KEPT_ANNOTATIONS.filter(key => annotations[key]).map(key => [
      key,
      annotations[key],
    ]),
  );
}

function distinctRelations(entity: Entity): MirroredEntity['relations'] {
  const seen = new Map<string, { type: string; targetRef: string }>();
  for (const { type, targetRef } of entity.relations ?? []) {
    if (RELATIONS.includes(type)) {
      const relation = {
        type,
        targetRef: targetRef.toLocaleLowerCase('en-US'),
      };
      seen.set(`${type} ${relation.targetRef}`, relation);
    }
  }
  return [...seen.values()];
}
