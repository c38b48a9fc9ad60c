import type { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';
import type { EvidenceFollower } from '../../../collection/EvidenceFollower';
import type { ObjectRows } from '../../../collection/objectRows';
import { retainUnlisted } from '../../../collection/retainUnlisted';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk, inChunks } from '../../inChunks';
import type { FindingRow, SubjectRow } from '../../tables';
import { markSubjectsForAssessment } from '../queue/markForAssessment';
import { forgetSeenAgain, forgetVanishedOf } from '../trust/forgetVanished';
import { keepVanished } from '../trust/keepVanished';
import { clearObjects, type ClearedEvidence } from './clearObjects';
import { storeExemptions } from './storeExemptions';
import { releaseSubjects } from './releaseSubjects';
import { resolveFindings } from './resolveFindings';

/** A subject is written anew where an object describes it, and kept elsewhere. */
const DESCRIBED_COLUMNS = [
  'object_id',
  'api_version',
  'uid',
  'labels',
  'fields',
  'pods_total',
  'pods_ready',
];

/** First seen stays; last failed moves only with a new failure. */
const FINDING_UPDATES = Object.fromEntries([
  ...[
    'control_id',
    'package_name',
    'title',
    'severity',
    'severity_rank',
    'area',
    'responsibility',
    'remediation',
    'url',
    'last_seen',
    'resolved_at',
  ].map(column => [column, `excluded."${column}"`]),
  // What we find as well keeps the name that the engine gave it.
  ...['engine', 'policy', 'rule', 'category'].map(column => [
    column,
    `case when excluded."engine" = 'shift-down' ` +
      `then "findings"."${column}" else excluded."${column}" end`,
  ]),
  [
    'last_failed_at',
    'coalesce(excluded."last_failed_at", "findings"."last_failed_at")',
  ],
]);

/** @internal */
export interface StoreContext {
  clusterUid: string;
  clusterName: string;
  follower: EvidenceFollower;
  /** ISO 8601 */
  now: string;
  /** The whole cluster is being forgotten: nothing that it said is kept. */
  forgetting?: true;
}

/**
 * Stores new and changed objects in place of what they said before, links what
 * they are about and marks the entities that it concerns. May be repeated.
 *
 * @param known - Ids of those of the objects that are stored.
 * @internal
 */
export async function storeObjects(
  tx: Knex,
  objects: ObjectRows[],
  known: ReadonlySet<string>,
  context: StoreContext,
): Promise<void> {
  const { clusterName, clusterUid, follower, now } = context;
  const subjects = distinctById(objects.flatMap(it => it.mentioned));
  const described = distinctById(objects.flatMap(it => it.described));
  described.forEach((_, id) => subjects.delete(id));

  const before = await selectSubjects(tx, [
    ...subjects.keys(),
    ...described.keys(),
  ]);
  const relabelled = [...described.values()]
    .filter(it => before.has(it.id) && before.get(it.id)?.labels !== it.labels)
    .map(it => it.id);

  const cleared = await clearObjects(
    tx,
    objects.map(it => it.object.id).filter(id => known.has(id)),
  );
  const kept = objects.flatMap(it => retainUnlisted(it, cleared.occurrences));
  const occurrences = [...objects.flatMap(it => it.occurrences), ...kept];

  await bulkInsert(
    tx,
    'objects',
    objects.map(it => it.object),
    {
      key: ['id'],
      then: ['source_kind', 'uid', 'hash', 'observed_at', 'unreadable'],
    },
  );
  await bulkInsert(
    tx,
    'subjects',
    [...subjects.values()].filter(it => !before.has(it.id)),
    { key: ['id'], then: 'ignore' },
  );
  await bulkInsert(tx, 'subjects', [...described.values()], {
    key: ['id'],
    then: DESCRIBED_COLUMNS,
  });
  const namespaces = objects.flatMap(it => it.namespaces);
  await bulkInsert(tx, 'namespaces', namespaces, {
    key: ['cluster_uid', 'name'],
    then: ['object_id', 'uid', 'labels', 'fields'],
  });
  await bulkInsert(
    tx,
    'containers',
    objects.flatMap(it => it.containers),
    {
      key: ['subject_id', 'type', 'name'],
      then: ['image', 'repository', 'tag', 'digest'],
    },
  );
  await bulkInsert(
    tx,
    'image_scans',
    objects.flatMap(it => it.scans),
  );
  await bulkInsert(
    tx,
    'findings',
    await distinctFindings(objects.flatMap(it => it.findings)),
    { key: ['id'], then: FINDING_UPDATES },
  );
  await bulkInsert(tx, 'occurrences', occurrences);
  await bulkInsert(
    tx,
    'passes',
    objects.flatMap(it => it.passes),
  );
  await bulkInsert(
    tx,
    'cut_lists',
    objects.flatMap(it => it.cutLists),
    { key: ['object_id'], then: ['engine', 'policy', 'listed', 'total'] },
  );

  await bulkInsert(
    tx,
    'resources',
    objects.flatMap(it => it.resources),
  );
  await bulkInsert(
    tx,
    'evaluations',
    objects.flatMap(it => it.evaluations),
  );
  await storeExemptions(tx, objects, known);

  const undescribed = [...cleared.describedIds].filter(
    id => !described.has(id),
  );
  await forgetSeenAgain(tx, occurrences);
  await keepVanished(tx, cleared.occurrences, context);
  const forgotten = await forgetVanishedOf(tx, undescribed);
  await resolveFindings(
    tx,
    [...unseen(cleared, occurrences), ...forgotten],
    now,
  );
  await markSubjectsForAssessment(
    tx,
    [...subjects.keys(), ...described.keys(), ...cleared.subjectIds],
    now,
  );

  // From here on correlation may be locked: the less there is left, the better.
  const unmentioned = [...cleared.subjectIds].filter(
    id => !described.has(id) && !subjects.has(id),
  );
  const added = [...subjects.keys(), ...described.keys()].filter(
    id => !before.has(id),
  );
  const concerned = await follower.concernedBy(tx, [
    ...relabelled,
    ...undescribed,
    ...unmentioned,
  ]);
  await storeLabels(tx, objects, before, relabelled);
  await releaseSubjects(tx, undescribed, unmentioned);
  await follower.follow(tx, {
    clusterName,
    clusterUid,
    entityRefs: concerned,
    subjectIds: [...added, ...relabelled],
    namespaces: [
      ...new Set([...cleared.namespaces, ...namespaces.map(it => it.name)]),
    ],
    now,
  });
}

async function selectSubjects(
  tx: Knex,
  ids: string[],
): Promise<Map<string, Pick<SubjectRow, 'id' | 'labels'>>> {
  const rows = await inChunks<string, Pick<SubjectRow, 'id' | 'labels'>>(
    ids,
    chunk => tx('subjects').whereIn('id', chunk).select('id', 'labels'),
  );
  return new Map(rows.map(row => [row.id, row]));
}

async function storeLabels(
  tx: Knex,
  objects: ObjectRows[],
  before: ReadonlyMap<string, unknown>,
  relabelled: string[],
): Promise<void> {
  await eachChunk(relabelled, chunk =>
    tx('subject_labels').whereIn('subject_id', chunk).delete(),
  );
  const changed = new Set(relabelled);
  await bulkInsert(
    tx,
    'subject_labels',
    objects
      .flatMap(it => it.labels)
      .filter(({ subject_id: id }) => !before.has(id) || changed.has(id)),
    { key: ['subject_id', 'key'], then: 'ignore' },
  );
}

/** Findings that objects no longer speak of. */
function unseen(
  cleared: ClearedEvidence,
  occurrences: { finding_id: string }[],
): Set<string> {
  const seen = new Set(occurrences.map(row => row.finding_id));
  return new Set(
    cleared.occurrences.map(row => row.finding_id).filter(id => !seen.has(id)),
  );
}

function distinctById<Row extends { id: string }>(
  rows: Row[],
): Map<string, Row> {
  return new Map(rows.map(row => [row.id, row]));
}

/** In the order of their ids, as all writers of shared findings must lock them. */
async function distinctFindings(findings: FindingRow[]): Promise<FindingRow[]> {
  const byId = new Map<string, FindingRow>();
  for (const finding of findings) {
    if (!byId.has(finding.id) || finding.last_failed_at) {
      byId.set(finding.id, finding);
    }
  }
  // One object alone may bring a hundred thousand, too many to sort in one go.
  const distinct = [...byId.values()];
  const starts = new Set(distinct.map(({ id }) => id[0]));
  const sorted: FindingRow[] = [];
  for (const start of [...starts].sort()) {
    await setImmediate();
    distinct
      .filter(({ id }) => id[0] === start)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .forEach(finding => sorted.push(finding));
  }
  return sorted;
}
