import type { Knex } from 'knex';
import { applyReadScope, type ReadScope } from '../readScope';

/** A container whose scan counts for its image. */
export interface ScannedPlace {
  subject_id: string;
  container: string;
}

/** Distinct vulnerabilities of one container, as its entities in the scope see them. */
export interface VulnerabilityCount {
  subject_id: string;
  component: string;
  layer: 'base' | 'application' | 'unknown';
  severity: string;
  count: number;
  suppressed: number;
  overdue: number;
  /** ISO 8601; of those that nobody suppresses. */
  nextDueAt: string | null;
}

/** Counts vulnerabilities by layer and severity. */
export async function countVulnerabilities(
  database: Knex,
  places: readonly ScannedPlace[],
  scope: ReadScope,
  now: string,
): Promise<VulnerabilityCount[]> {
  if (places.length === 0) {
    return [];
  }
  // Whose one is may differ by entity: here each counts once, by what comes due first.
  const each = applyReadScope(
    database('occurrences as o')
      .join('findings as f', 'f.id', 'o.finding_id')
      .join('subject_entities as link', 'link.subject_id', 'o.subject_id')
      .leftJoin('finding_entities as own', join =>
        join
          .on('own.finding_id', 'f.id')
          .andOn('own.entity_ref', 'link.entity_ref'),
      )
      .where('f.type', 'vulnerability')
      .whereIn(
        ['o.subject_id', 'o.component'],
        places.map(place => [place.subject_id, place.container]),
      ),
    scope,
    'link.entity_ref',
  )
    .groupBy('o.subject_id', 'o.component', 'f.id', 'f.severity')
    .select('o.subject_id', 'o.component', 'f.severity', {
      layer: database.raw(`coalesce(min(own.layer), 'unknown')`),
      suppressed: database.raw(
        'max(case when own.suppression is null then 0 else 1 end)',
      ),
      due_at: database.raw(
        'min(case when own.suppression is null then own.due_at end)',
      ),
    });
  const rows: (Omit<VulnerabilityCount, 'count' | 'suppressed' | 'overdue'> &
    Record<'count' | 'suppressed' | 'overdue', number | string>)[] =
    await database
      .from(each.as('each'))
      .groupBy('subject_id', 'component', 'layer', 'severity')
      .select('subject_id', 'component', 'layer', 'severity')
      .count({ count: '*' })
      .sum({ suppressed: 'suppressed' })
      .min({ nextDueAt: 'due_at' })
      .select({
        overdue: database.raw('sum(case when due_at < ? then 1 else 0 end)', [
          now,
        ]),
      });
  return rows.map(row => ({
    ...row,
    count: Number(row.count),
    suppressed: Number(row.suppressed),
    overdue: Number(row.overdue),
  }));
}
