import type { Knex } from 'knex';
import { eachChunk } from '../../inChunks';

/**
 * Marks those of the findings as resolved that are not seen anywhere any more.
 *
 * @remarks
 * The rows are locked first and looked at second: another cluster may just be
 * seeing the same vulnerability, and a statement sees only what was committed
 * before it began.
 * @internal
 */
export async function resolveFindings(
  tx: Knex,
  findingIds: Iterable<string>,
  now: string,
): Promise<void> {
  await eachChunk([...findingIds].sort(), async chunk => {
    await tx('findings')
      .whereIn('id', chunk)
      .orderBy('id')
      .select('id')
      .forUpdate();
    await tx('findings')
      .whereIn('id', chunk)
      .whereNull('resolved_at')
      .whereNotExists(
        tx('occurrences').whereRaw('occurrences.finding_id = findings.id'),
      )
      .update({ resolved_at: now });
  });
}
