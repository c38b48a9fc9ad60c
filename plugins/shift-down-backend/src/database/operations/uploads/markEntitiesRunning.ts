import type { Knex } from 'knex';
import { markForAssessment } from '../queue/markForAssessment';

/** Marks the entities that run an image of a repository. @internal */
export async function markEntitiesRunning(
  tx: Knex.Transaction,
  repository: string,
  now: string,
): Promise<void> {
  const refs: string[] = await tx('containers')
    .join(
      'subject_entities as link',
      'link.subject_id',
      'containers.subject_id',
    )
    .where('containers.repository', repository)
    .distinct('link.entity_ref')
    .pluck('link.entity_ref');
  await markForAssessment(tx, refs, now);
}
