import type { Knex } from 'knex';
import {
  hasPosture,
  type MirroredEntity,
} from '../../../correlation/mirrorEntity';
import { claimKeys, readClaim } from '../../../correlation/readClaim';
import type { CorrelationOptions } from '../../../correlation/types';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk, inChunks } from '../../inChunks';
import type { ClaimKeyRow, EntityRelationRow, EntityRow } from '../../tables';
import { correlateEntities } from './correlateEntities';
import { findOwnedBelow } from './findOwnedBelow';
import { lockCorrelation } from './lockCorrelation';

/**
 * Brings the mirror up to date with these entities and correlates those to whom
 * the change matters: themselves, and for a group all that it or a group below it
 * owns.
 *
 * @returns How many of them were new or had changed.
 * @internal
 */
export async function storeEntities(
  tx: Knex,
  options: CorrelationOptions,
  entities: MirroredEntity[],
  now: string,
): Promise<number> {
  const etags = new Map(
    (
      await inChunks<string, Pick<EntityRow, 'ref' | 'etag'>>(
        entities.map(entity => entity.ref),
        chunk => tx('entities').whereIn('ref', chunk).select('ref', 'etag'),
      )
    ).map(row => [row.ref, row.etag]),
  );
  const changed = entities.filter(
    entity => etags.get(entity.ref) !== entity.etag,
  );
  if (changed.length === 0) {
    return 0;
  }
  await lockCorrelation(tx);
  const refs = changed.map(entity => entity.ref);
  await eachChunk(refs, chunk =>
    tx('entity_relations').whereIn('source_ref', chunk).delete(),
  );
  await eachChunk(refs, chunk =>
    tx('claim_keys').whereIn('entity_ref', chunk).delete(),
  );
  await bulkInsert(
    tx,
    'entities',
    changed.map(entity => toRow(entity, now)),
    {
      key: ['ref'],
      then: [
        'uid',
        'etag',
        'title',
        'type',
        'owner_ref',
        'system_ref',
        'annotations',
      ],
    },
  );
  await bulkInsert(tx, 'entity_relations', changed.flatMap(toRelationRows));
  await bulkInsert(tx, 'claim_keys', changed.flatMap(toClaimKeyRows));

  const groups = changed.filter(entity => entity.kind === 'group');
  const affected = await findOwnedBelow(
    tx,
    groups.map(group => group.ref),
  );
  await correlateEntities(tx, options, [...affected, ...refs], now);
  return changed.length;
}

function toRow(entity: MirroredEntity, now: string): EntityRow {
  return {
    ref: entity.ref,
    uid: entity.uid,
    etag: entity.etag,
    kind: entity.kind,
    namespace: entity.namespace,
    name: entity.name,
    title: entity.title ?? null,
    type: entity.type ?? null,
    owner_ref: entity.ownerRef ?? null,
    system_ref: entity.systemRef ?? null,
    annotations: JSON.stringify(entity.annotations),
    first_seen: now,
  };
}

function toRelationRows(entity: MirroredEntity): EntityRelationRow[] {
  return entity.relations.map(({ type, targetRef }) => ({
    source_ref: entity.ref,
    type,
    target_ref: targetRef,
  }));
}

function toClaimKeyRows(entity: MirroredEntity): ClaimKeyRow[] {
  const claim = hasPosture(entity.kind) ? readClaim(entity) : undefined;
  return claim
    ? claimKeys(claim).map(key => ({ entity_ref: entity.ref, ...key }))
    : [];
}
