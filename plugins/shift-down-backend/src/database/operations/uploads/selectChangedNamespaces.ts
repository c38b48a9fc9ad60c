/** Where in a cluster something runs that uploads say something else about since a moment. */
import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { UploadRow } from '../../uploadTables';

/** @internal */
export interface UploadChanges {
  /** ISO 8601; uploads received, and images read, since then. */
  since: string;
  /** Uploads observed after the first and until the second became too old meanwhile. */
  lapsed: { after: string; until: string };
}

/** @internal */
export async function selectChangedNamespaces(
  knex: Knex,
  clusterUid: string,
  { lapsed, since }: UploadChanges,
): Promise<Set<string>> {
  const changed: Pick<UploadRow, 'id' | 'repository' | 'entity_ref'>[] =
    await knex('uploads')
      .where('received_at', '>=', since)
      .orWhere(it =>
        it
          .where('observed_at', '>', lapsed.after)
          .where('observed_at', '<=', lapsed.until),
      )
      // A registry that was read joins digests that uploads name differently.
      .orWhereIn(
        'repository',
        knex('images').where('changed_at', '>=', since).select('repository'),
      )
      .select('id', 'repository', 'entity_ref');

  const namespacesOf = (subjects: Knex.QueryBuilder) =>
    subjects.where({ cluster_uid: clusterUid }).distinct('namespace');
  // By repository rather than digest: it is one query, and says a little too much.
  const rows: { namespace: string }[] = [
    ...(await inChunks(
      changed.flatMap(it => it.repository ?? []),
      chunk =>
        namespacesOf(
          knex('subjects')
            .join('containers', 'containers.subject_id', 'subjects.id')
            .whereIn('containers.repository', chunk),
        ),
    )),
    ...(await inChunks(
      changed.flatMap(it => it.entity_ref ?? []),
      chunk =>
        namespacesOf(
          knex('subjects')
            .join('subject_entities as link', 'link.subject_id', 'subjects.id')
            .whereIn('link.entity_ref', chunk),
        ),
    )),
  ];
  return new Set(rows.map(row => row.namespace));
}
