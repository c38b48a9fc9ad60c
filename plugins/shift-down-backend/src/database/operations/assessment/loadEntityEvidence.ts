import type {
  Engine,
  FreshnessState,
  Severity,
  SourceKind,
  WorkloadContainer,
} from '@shift-down/plugin-shift-down-common';
import {
  effectiveFreshness,
  readVulnerabilityDetail,
  type AssessedSubject,
  type ClusterState,
  type ControlIndex,
  type EntityEvidence,
  type StoredCutList,
  type StoredObservation,
  type StoredPass,
  type SourceHeartbeat,
  type SourceState,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ClaimState } from '../../../correlation/types';
import type {
  ClusterRow,
  ContainerRow,
  CutListRow,
  FindingRow,
  OccurrenceRow,
  PassRow,
  SourceRow,
  SubjectRow,
  UnreadableSubjectRow,
} from '../../tables';
import { WORKLOAD_KINDS } from '../../workloadKinds';
import { loadUnverified } from '../trust/loadUnverified';
import { loadEntityImages, loadVexDocuments } from './loadEntityImages';
import { loadExemptions } from './loadExemptions';
import { withManaged } from './withManaged';

/** Everything known about an entity, in a handful of queries. @internal */
export async function loadEntityEvidence(
  knex: Knex,
  entityRef: string,
  index: ControlIndex,
  now: Date,
): Promise<EntityEvidence> {
  const claim: { state: ClaimState } | undefined = await knex('claims')
    .where('entity_ref', entityRef)
    .first('state');
  const state = claim?.state ?? 'none';
  if (state !== 'confirmed') {
    return {
      entityRef,
      claim: state,
      clusters: [],
      subjects: [],
      observations: [],
      passes: [],
      unreadable: [],
    };
  }
  const subjects = await withManaged(knex, await loadSubjects(knex, entityRef));
  const clusterUids = [...new Set(subjects.map(subject => subject.clusterUid))];
  const clusters = await loadClusterRows(knex, clusterUids);
  const passes = await loadPasses(knex, entityRef);
  const images = await loadEntityImages(knex, subjects);
  return {
    entityRef,
    claim: state,
    subjects,
    clusters: await loadClusters(knex, clusters, now),
    observations: await loadObservations(knex, entityRef),
    passes,
    unreadable: await loadUnreadable(knex, entityRef),
    cutLists: await loadCutLists(knex, clusterUids, index),
    images,
    vex: await loadVexDocuments(knex, subjects, images),
    exemptions: await loadExemptions(knex, entityRef),
    unverified: await loadUnverified(
      knex,
      clusters,
      new Set([
        ...subjects.map(({ kind, reference }) =>
          kind === 'namespace' ? reference.name : reference.namespace,
        ),
        ...passes.map(pass => pass.reportNamespace),
      ]),
    ),
  };
}

async function loadSubjects(
  knex: Knex,
  entityRef: string,
): Promise<AssessedSubject[]> {
  const containers = new Map<string, WorkloadContainer[]>();
  const containerRows: ContainerRow[] = await linked(
    knex,
    entityRef,
    'containers as container',
    'container.subject_id',
  )
    .select('container.*')
    .orderBy(['container.subject_id', 'container.type', 'container.name']);
  for (const row of containerRows) {
    const list = containers.get(row.subject_id) ?? [];
    containers.set(row.subject_id, list);
    list.push({
      name: row.name,
      type: row.type as WorkloadContainer['type'],
      image: row.image,
      repository: row.repository,
      tag: row.tag ?? undefined,
      digest: row.digest ?? undefined,
    });
  }
  const rows: SubjectRow[] = await linked(
    knex,
    entityRef,
    'subjects as subject',
    'subject.id',
  )
    .select('subject.*')
    .orderBy('subject.id');
  return rows.map(row => ({
    id: row.id,
    clusterUid: row.cluster_uid,
    reference: { namespace: row.namespace, kind: row.kind, name: row.name },
    containers: containers.get(row.id) ?? [],
    kind: subjectKind(row),
  }));
}

/**
 * A workload stays one where its own object can't be collected: what applies to it
 * is then unknown, and would not apply at all if it were taken for something else.
 */
function subjectKind(row: SubjectRow): AssessedSubject['kind'] {
  if (row.kind === 'Namespace') {
    return 'namespace';
  }
  return row.object_id !== null || WORKLOAD_KINDS.has(row.kind)
    ? 'workload'
    : 'other';
}

async function loadClusterRows(
  knex: Knex,
  uids: string[],
): Promise<ClusterRow[]> {
  return await knex('clusters').whereIn('uid', uids).orderBy('name');
}

async function loadClusters(
  knex: Knex,
  clusters: ClusterRow[],
  now: Date,
): Promise<ClusterState[]> {
  const sources: SourceRow[] = await knex('sources')
    .whereIn(
      'cluster_name',
      clusters.map(cluster => cluster.name),
    )
    .orderBy('kind');
  return clusters.map(cluster => ({
    uid: cluster.uid ?? '',
    name: cluster.name,
    recordedAt: cluster.recorded_at ?? undefined,
    sources: sources
      .filter(source => source.cluster_name === cluster.name)
      .map(source => ({
        kind: source.kind as SourceKind,
        ...freshnessOf(source, now),
        error: source.error ?? undefined,
      })),
  }));
}

/** The state by the clock, not as it was last written. */
function freshnessOf(
  source: SourceRow,
  now: Date,
): Pick<SourceState, 'state' | 'since'> {
  const { state, since } = effectiveFreshness(toHeartbeat(source), now);
  return { state, since };
}

/** @internal */
export function toHeartbeat(source: SourceRow): SourceHeartbeat {
  return {
    state: source.state as FreshnessState,
    since: source.since,
    lastSuccessAt: source.last_success_at ?? undefined,
    staleAfterSeconds: source.stale_after_seconds,
  };
}

async function loadObservations(
  knex: Knex,
  entityRef: string,
): Promise<StoredObservation[]> {
  const rows: (Omit<OccurrenceRow, 'message' | 'witness' | 'detail'> &
    Pick<
      FindingRow,
      | 'control_id'
      | 'severity'
      | 'advisory'
      | 'package_url'
      | 'repository'
      | 'first_seen'
    > & {
      cluster_uid: string;
      detail: string | null;
      report_namespace: string | null;
    })[] = await linked(
    knex,
    entityRef,
    'occurrences as occurrence',
    'occurrence.subject_id',
  )
    .join('findings as finding', 'finding.id', 'occurrence.finding_id')
    .join('subjects as subject', 'subject.id', 'occurrence.subject_id')
    .leftJoin('objects as object', 'object.id', 'occurrence.object_id')
    .select(
      'occurrence.finding_id',
      'occurrence.subject_id',
      'occurrence.component',
      'occurrence.source_kind',
      'occurrence.result',
      'occurrence.reason',
      'occurrence.observed_at',
      'occurrence.vanished_from',
      'finding.control_id',
      'finding.severity',
      'finding.advisory',
      'finding.package_url',
      'finding.repository',
      'finding.first_seen',
      'subject.cluster_uid',
    )
    .select({
      report_namespace: 'object.namespace',
      // Most of what is kept for people is not needed here.
      detail: knex.raw(
        `case when finding.type = 'vulnerability' then occurrence.detail end`,
      ),
    })
    .orderBy([
      'occurrence.finding_id',
      'occurrence.subject_id',
      'occurrence.object_id',
      'occurrence.component',
    ]);
  return rows.map(row => ({
    findingId: row.finding_id,
    controlId: row.control_id,
    severity: row.severity as Severity,
    subjectId: row.subject_id,
    component: row.component,
    clusterUid: row.cluster_uid,
    sourceKind: row.source_kind as SourceKind,
    result: row.result as StoredObservation['result'],
    reason: row.reason,
    observedAt: row.observed_at,
    ...(row.vanished_from !== null && { vanished: true }),
    ...(row.report_namespace !== null && {
      reportNamespace: row.report_namespace,
    }),
    ...(row.detail !== null && {
      vulnerability: {
        advisory: row.advisory,
        severity: row.severity as Severity,
        packageUrl: row.package_url,
        repository: row.repository,
        firstSeen: row.first_seen,
        observedAt: row.observed_at,
        ...readVulnerabilityDetail(JSON.parse(row.detail)),
      },
    }),
  }));
}

async function loadPasses(
  knex: Knex,
  entityRef: string,
): Promise<StoredPass[]> {
  const rows: (PassRow & { cluster_uid: string; namespace: string })[] =
    await linked(knex, entityRef, 'passes as pass', 'pass.subject_id')
      .join('subjects as subject', 'subject.id', 'pass.subject_id')
      .join('objects as object', 'object.id', 'pass.object_id')
      .select('pass.*', 'subject.cluster_uid', 'object.namespace')
      .orderBy(['pass.subject_id', 'pass.object_id']);
  return rows.map(row => ({
    subjectId: row.subject_id,
    clusterUid: row.cluster_uid,
    sourceKind: row.source_kind as SourceKind,
    counts: JSON.parse(row.counts),
    observedAt: row.observed_at,
    reportNamespace: row.namespace,
  }));
}

async function loadUnreadable(
  knex: Knex,
  entityRef: string,
): Promise<EntityEvidence['unreadable']> {
  const rows: UnreadableSubjectRow[] = await linked(
    knex,
    entityRef,
    'unreadable_subjects as unreadable',
    'unreadable.subject_id',
  )
    .select('unreadable.*')
    .orderBy(['unreadable.subject_id', 'unreadable.object_id']);
  return rows.map(row => ({
    subjectId: row.subject_id,
    sourceKind: row.source_kind as SourceKind,
    reason: row.reason,
  }));
}

async function loadCutLists(
  knex: Knex,
  clusterUids: string[],
  index: ControlIndex,
): Promise<StoredCutList[]> {
  const rows: CutListRow[] = await knex('cut_lists')
    .whereIn('cluster_uid', clusterUids)
    .whereRaw('listed < total')
    .orderBy('object_id');
  return rows.map(({ cluster_uid, engine, policy, listed, total }) => ({
    clusterUid: cluster_uid,
    controlId: index.forPolicy({ engine: engine as Engine, policy, rule: '' })
      .id,
    policy,
    listed,
    total,
  }));
}

/** Rows of a table that are about the confirmed subjects of an entity. */
function linked(
  knex: Knex,
  entityRef: string,
  table: string,
  subjectColumn: string,
): Knex.QueryBuilder {
  return knex('subject_entities as link')
    .where('link.entity_ref', entityRef)
    .join(table, subjectColumn, 'link.subject_id');
}
