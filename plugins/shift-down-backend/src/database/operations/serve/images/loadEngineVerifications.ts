/** What policy engines said about images, beside what we verify ourselves. */
import { parsePassKey } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';

/** Controls about whether an image is what was built. */
const CONTROLS = ['image-signature', 'image-provenance'];

/** What one engine said of one container. */
export interface EngineVerificationRow {
  subject_id: string;
  /** Empty where it speaks of the whole workload. */
  component: string;
  /** JSON: who said so. */
  witness: string;
  result: 'pass' | 'fail' | 'unknown';
  message: string;
  observed_at: string;
}

/** Results about workloads; the caller has made sure that they may be read. */
export async function loadEngineVerifications(
  database: Knex,
  subjectIds: readonly string[],
): Promise<EngineVerificationRow[]> {
  if (subjectIds.length === 0) {
    return [];
  }
  const [failing, passes]: [
    EngineVerificationRow[],
    {
      subject_id: string;
      source_kind: string;
      counts: string;
      observed_at: string;
    }[],
  ] = await Promise.all([
    database('occurrences as o')
      .join('findings as f', 'f.id', 'o.finding_id')
      .select('o.subject_id', 'o.component', 'o.witness')
      .select('o.result', 'o.message', 'o.observed_at')
      .whereIn('o.subject_id', [...subjectIds])
      .whereIn('f.control_id', CONTROLS)
      .whereNotIn('o.source_kind', ['Registry', 'Upload'])
      .whereNull('o.vanished_from')
      .orderBy(['o.subject_id', 'o.object_id', 'o.component']),
    database('passes')
      .select('subject_id', 'source_kind', 'counts', 'observed_at')
      .whereIn('subject_id', [...subjectIds])
      .whereNotIn('source_kind', ['Registry', 'Upload'])
      .orderBy(['subject_id', 'source_kind']),
  ]);
  return [...failing, ...passes.flatMap(passing)];
}

/** Of passes only counts by control are kept, and not which policy it was. */
function passing(row: {
  subject_id: string;
  source_kind: string;
  counts: string;
  observed_at: string;
}): EngineVerificationRow[] {
  return Object.keys(JSON.parse(row.counts) as Record<string, number>)
    .map(parsePassKey)
    .filter(({ controlId }) => CONTROLS.includes(controlId))
    .map(({ controlId, component }) => ({
      subject_id: row.subject_id,
      component,
      witness: JSON.stringify({ engine: row.source_kind, policy: controlId }),
      result: 'pass',
      message: '',
      observed_at: row.observed_at,
    }));
}
