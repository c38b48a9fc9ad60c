import type { Knex } from 'knex';
import { hasPosture } from '../../../correlation/mirrorEntity';
import type { ClaimingEntity } from '../../../correlation/types';
import { inChunks } from '../../inChunks';
import type { EntityRow } from '../../tables';
import { loadAncestors } from './loadAncestors';

/** @internal */
export interface OwnedEntity extends ClaimingEntity {
  ownersAndAncestors: Set<string>;
}

/** Those of the entities that can have a posture, with all who may confirm their claims. @internal */
export async function loadClaimingEntities(
  tx: Knex,
  entityRefs: string[],
): Promise<OwnedEntity[]> {
  const rows = await inChunks<
    string,
    Pick<EntityRow, 'ref' | 'kind' | 'name' | 'type' | 'annotations'>
  >(entityRefs, chunk =>
    tx('entities')
      .select('ref', 'kind', 'name', 'type', 'annotations')
      .whereIn('ref', chunk),
  );
  const owners = await inChunks<
    string,
    { source_ref: string; target_ref: string }
  >(entityRefs, chunk =>
    tx('entity_relations')
      .select('source_ref', 'target_ref')
      .where('type', 'ownedBy')
      .whereIn('source_ref', chunk),
  );
  const ancestors = await loadAncestors(
    tx,
    owners.map(relation => relation.target_ref),
  );

  const entities = new Map<string, OwnedEntity>(
    rows
      .filter(row => hasPosture(row.kind))
      .map(row => [
        row.ref,
        {
          ref: row.ref,
          kind: row.kind,
          name: row.name,
          type: row.type ?? undefined,
          annotations: JSON.parse(row.annotations),
          ownersAndAncestors: new Set<string>(),
        },
      ]),
  );
  for (const { source_ref, target_ref } of owners) {
    const known = entities.get(source_ref)?.ownersAndAncestors;
    known?.add(target_ref);
    ancestors.get(target_ref)?.forEach(ref => known?.add(ref));
  }
  return [...entities.values()];
}
