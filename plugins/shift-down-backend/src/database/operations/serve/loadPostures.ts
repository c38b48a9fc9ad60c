import type { Knex } from 'knex';
import type { EntityRow, PostureRow } from '../../tables';

/** An entity of the mirror with what it was last assessed to, if it was. */
export interface EntityPosture {
  entity: EntityRow;
  posture?: PostureRow;
  worstFinding?: { id: string; title: string; severity: string };
}

/** Postures by entity ref; what the mirror does not hold is missing. */
export async function loadPostures(
  database: Knex,
  refs: string[],
): Promise<Map<string, EntityPosture>> {
  const [entities, postures] = await Promise.all([
    database<EntityRow>('entities').whereIn('ref', refs),
    database('postures as p')
      .leftJoin('findings as f', 'f.id', 'p.worst_finding_id')
      .select<
        (PostureRow & { title: string | null; severity: string | null })[]
      >('p.*', 'f.title', 'f.severity')
      .whereIn('p.entity_ref', refs),
  ]);
  const byRef = new Map(postures.map(row => [row.entity_ref, row]));
  return new Map(
    entities.map((entity): [string, EntityPosture] => {
      const row = byRef.get(entity.ref);
      const { worst_finding_id: id, title, severity } = row ?? {};
      return [
        entity.ref,
        {
          entity,
          posture: row,
          worstFinding:
            id && title && severity ? { id, title, severity } : undefined,
        },
      ];
    }),
  );
}
