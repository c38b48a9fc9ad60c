/** What only who may read all sources is told: see `shift-down.sources.read`. */
import type { Knex } from 'knex';
import type { CutListRow } from '../../tables';

const NAMESPACES_SHOWN = 500;

interface ObjectCount {
  cluster_uid: string;
  source_kind: string;
  count: number;
}

export interface PlatformView {
  objects: ObjectCount[];
  cutLists: (CutListRow & { source_kind: string })[];
  unowned: { workloads: number; findings: number };
  unboundNamespaces: {
    cluster: string;
    namespace: string;
    workloads: number;
  }[];
}

export async function loadPlatformView(database: Knex): Promise<PlatformView> {
  const [objects, cutLists, workloads, findings, namespaces] =
    await Promise.all([
      database('objects')
        .select({
          cluster_uid: 'cluster_uid',
          source_kind: 'source_kind',
          count: database.raw('count(*)'),
        })
        .groupBy('cluster_uid', 'source_kind') as Promise<ObjectCount[]>,
      database('cut_lists as l')
        .join('objects as o', 'o.id', 'l.object_id')
        .select('l.*', 'o.source_kind')
        .orderBy('l.policy'),
      selectUnownedSubjects(database)
        .whereExists(selectContainers(database))
        .count({ count: '*' })
        .first(),
      selectUnownedSubjects(database)
        .join('occurrences as o', 'o.subject_id', 's.id')
        .whereNotExists(
          database('finding_entities as fe')
            .select(database.raw('1'))
            .whereRaw('fe.finding_id = o.finding_id'),
        )
        .countDistinct({ count: 'o.finding_id' })
        .first(),
      loadUnboundNamespaces(database),
    ]);
  return {
    objects: objects.map(row => ({ ...row, count: Number(row.count) })),
    cutLists,
    unowned: {
      workloads: Number(workloads?.count ?? 0),
      findings: Number(findings?.count ?? 0),
    },
    unboundNamespaces: namespaces,
  };
}

function selectUnownedSubjects(database: Knex): Knex.QueryBuilder {
  return database('subjects as s').whereNotExists(
    database('subject_entities as se')
      .select(database.raw('1'))
      .whereRaw('se.subject_id = s.id'),
  );
}

function selectContainers(database: Knex): Knex.QueryBuilder {
  return database('containers as k')
    .select(database.raw('1'))
    .whereRaw('k.subject_id = s.id');
}

async function loadUnboundNamespaces(
  database: Knex,
): Promise<PlatformView['unboundNamespaces']> {
  const rows: PlatformView['unboundNamespaces'] = await database(
    'namespaces as n',
  )
    .join('clusters as c', 'c.uid', 'n.cluster_uid')
    .leftJoin(
      database('subjects as s')
        .select('s.id', 's.cluster_uid', 's.namespace')
        .whereExists(selectContainers(database))
        .as('w'),
      join =>
        join
          .on('w.cluster_uid', 'n.cluster_uid')
          .andOn('w.namespace', 'n.name'),
    )
    .select({
      cluster: 'c.name',
      namespace: 'n.name',
      workloads: database.raw('count(w.id)'),
    })
    .whereNull('n.owner_ref')
    .groupBy('c.name', 'n.name')
    .orderBy([
      { column: 'workloads', order: 'desc' },
      { column: 'cluster' },
      { column: 'namespace' },
    ])
    .limit(NAMESPACES_SHOWN);
  // PostgreSQL counts in text.
  return rows.map(row => ({ ...row, workloads: Number(row.workloads) }));
}
