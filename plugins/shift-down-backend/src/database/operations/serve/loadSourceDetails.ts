/**
 * What the platform reads about its sources besides their state: one query each,
 * however many clusters and kinds there are.
 */
import type { Knex } from 'knex';
import type {
  ExemptionRow,
  ReportWriterRow,
  SourceEventRow,
} from '../../tables';

const EVENTS_SHOWN = 50;
const WRITERS_SHOWN = 50;
const EXEMPTIONS_SHOWN = 500;

export interface SourceDetails {
  /** Newest first. */
  events: SourceEventRow[];
  /** Those who are not trusted first; with how many there are of the kind. */
  writers: (ReportWriterRow & { total: number })[];
  /** Newest first. */
  exemptions: (ExemptionRow & { cluster: string })[];
  exemptionsTotal: number;
}

export async function loadSourceDetails(
  database: Knex,
): Promise<SourceDetails> {
  const [events, writers, exemptions, count] = await Promise.all([
    loadEvents(database),
    loadWriters(database),
    selectExemptions(database)
      .select('e.*', 'c.name as cluster')
      .orderBy([
        { column: 'e.created_at', order: 'desc' },
        { column: 'c.name' },
        { column: 'e.namespace' },
        { column: 'e.name' },
        { column: 'e.object_id' },
      ])
      .limit(EXEMPTIONS_SHOWN) as Promise<SourceDetails['exemptions']>,
    selectExemptions(database).count({ count: '*' }).first(),
  ]);
  return { events, writers, exemptions, exemptionsTotal: Number(count?.count) };
}

async function loadEvents(database: Knex): Promise<SourceEventRow[]> {
  return await database
    .select('*')
    .from(
      database('source_events')
        .select('*', {
          place: database.raw(
            'row_number() over (partition by cluster_name order by id desc)',
          ),
        })
        .as('event'),
    )
    .where('place', '<=', EVENTS_SHOWN)
    .orderBy('id', 'desc');
}

async function loadWriters(database: Knex): Promise<SourceDetails['writers']> {
  const rows: (ReportWriterRow & { total: number | string; place: number })[] =
    await database
      .select('*')
      .from(
        database('report_writers')
          .select('*', {
            place: database.raw(
              'row_number() over (partition by cluster_uid, source_kind ' +
                'order by trusted, writer, namespace)',
            ),
            total: database.raw(
              'count(*) over (partition by cluster_uid, source_kind)',
            ),
          })
          .as('report_writer'),
      )
      .where('place', '<=', WRITERS_SHOWN)
      .orderBy(['cluster_uid', 'source_kind', 'place']);
  // PostgreSQL counts in text.
  return rows.map(row => ({ ...row, total: Number(row.total) }));
}

function selectExemptions(database: Knex): Knex.QueryBuilder {
  return database('exemptions as e').join(
    'clusters as c',
    'c.uid',
    'e.cluster_uid',
  );
}
