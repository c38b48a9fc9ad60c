/** Rows with defaults, for tests that care about a column or two. */
import { parseEntityRef } from '@backstage/catalog-model';
import {
  severityRank,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type {
  ContainerRow,
  EntityRow,
  FindingRow,
  ImageScanRow,
  OccurrenceRow,
  PostureRow,
  SourceRow,
  SubjectRow,
} from '../database/tables';

/** When everything in the tests was seen. */
export const SEEN = '2026-11-01T00:00:00.000Z';

/** An id as the tables hold them. */
export function idOf(...parts: string[]): string {
  return createHash('md5').update(parts.join('/')).digest('hex');
}

export async function insertEntity(
  knex: Knex,
  ref: string,
  relations: { owners?: string[]; partOf?: string[] } = {},
  row: Partial<EntityRow> = {},
): Promise<void> {
  const { kind, namespace, name } = parseEntityRef(ref);
  const { owners = [], partOf = [] } = relations;
  await knex('entities').insert({
    ref,
    uid: idOf(ref),
    etag: '1',
    kind,
    namespace,
    name,
    owner_ref: owners[0] ?? null,
    system_ref: partOf[0] ?? null,
    annotations: JSON.stringify({ 'backstage.io/kubernetes-id': name }),
    first_seen: SEEN,
    ...row,
  });
  const rows = [
    ...owners.map(target => ['ownedBy', target]),
    ...partOf.map(target => ['partOf', target]),
  ];
  for (const [type, target_ref] of rows) {
    await knex('entity_relations').insert({
      source_ref: ref,
      type,
      target_ref,
    });
  }
}

export async function insertCluster(knex: Knex, name: string): Promise<void> {
  await knex('clusters').insert({ name, uid: `uid-${name}`, title: name });
}

export async function insertSource(
  knex: Knex,
  row: Partial<SourceRow> & Pick<SourceRow, 'cluster_name' | 'kind'>,
): Promise<void> {
  await knex('sources').insert({
    state: 'fresh',
    since: SEEN,
    last_success_at: SEEN,
    warnings: '[]',
    stale_after_seconds: 10 * 365 * 24 * 60 * 60,
    ...row,
  });
}

/** A subject with its confirmed links; returns its id. */
export async function insertSubject(
  knex: Knex,
  subject: {
    cluster: string;
    namespace: string;
    name: string;
    entities?: string[];
    containers?: (Partial<ContainerRow> &
      Pick<ContainerRow, 'name' | 'repository'>)[];
  } & Partial<SubjectRow>,
): Promise<string> {
  const { cluster, entities = [], containers = [], ...row } = subject;
  const { namespace, name, kind = 'Deployment' } = row;
  const { id = idOf(cluster, namespace, kind, name) } = row;
  await knex('subjects').insert({
    id,
    cluster_uid: `uid-${cluster}`,
    kind,
    object_id: idOf('object', id),
    ...row,
  });
  for (const entity_ref of entities) {
    await knex('subject_entities').insert({
      subject_id: id,
      entity_ref,
      via: 'test',
    });
  }
  for (const container of containers) {
    await knex('containers').insert({
      subject_id: id,
      type: 'main',
      image: container.repository,
      tag: null,
      digest: null,
      ...container,
    });
  }
  return id;
}

export async function insertScan(
  knex: Knex,
  row: Partial<ImageScanRow> &
    Pick<ImageScanRow, 'subject_id' | 'container' | 'repository'>,
): Promise<void> {
  await knex('image_scans').insert({
    object_id: idOf('scan', row.subject_id, row.container),
    os: 'debian 12',
    os_end_of_life: false,
    scanner: 'Trivy',
    counts: '{}',
    observed_at: SEEN,
    ...row,
  });
}

/** A finding as it stands for entities; returns its id. */
export async function insertFinding(
  knex: Knex,
  name: string,
  finding: Omit<Partial<FindingRow>, 'severity'> & {
    severity?: Severity;
    entities?: string[];
    result?: string;
    /** Places it is seen in: subject ids and components. */
    seenIn?: (Partial<OccurrenceRow> & Pick<OccurrenceRow, 'subject_id'>)[];
  } = {},
): Promise<string> {
  const {
    entities = [],
    seenIn = [],
    result = 'fail',
    severity = 'high',
    ...row
  } = finding;
  const id = idOf('finding', name);
  await knex('findings').insert({
    id,
    type: 'policy',
    control_id: 'run-as-non-root',
    engine: 'kyverno',
    policy: name,
    rule: '',
    advisory: '',
    package_url: '',
    package_name: '',
    repository: '',
    cluster_uid: '',
    namespace: '',
    subject_kind: '',
    subject_name: '',
    component: '',
    title: `Title of ${name}`,
    severity,
    severity_rank: severityRank(severity),
    area: 'misconfigurations',
    responsibility: 'application',
    category: '',
    remediation: '',
    url: '',
    first_seen: SEEN,
    last_seen: SEEN,
    last_failed_at: SEEN,
    ...row,
  });
  for (const place of seenIn) {
    await knex('occurrences').insert({
      object_id: idOf('report', place.subject_id),
      finding_id: id,
      component: '',
      source_kind: 'PolicyReport',
      result,
      reason: '',
      message: `Message of ${name}`,
      witness: JSON.stringify({
        engine: 'kyverno',
        reportedBy: 'kyverno',
        policy: name,
        rule: '',
        outcome: result,
      }),
      detail: '{}',
      observed_at: SEEN,
      ...place,
    });
  }
  for (const entity_ref of entities) {
    await knex('finding_entities').insert({
      entity_ref,
      finding_id: id,
      control_id: row.control_id ?? 'run-as-non-root',
      result,
      reason: '',
      severity_rank: severityRank(severity),
      occurrences: 1,
    });
  }
  return id;
}

export async function insertPosture(
  knex: Knex,
  ref: string,
  row: Partial<PostureRow> = {},
): Promise<void> {
  await knex('postures').insert({
    entity_ref: ref,
    state: 'assessed',
    score: 50,
    grade: 'F',
    grade_rank: 4,
    coverage: 1,
    failing: 1,
    unknown: 0,
    passing: 1,
    worst_severity_rank: null,
    worst_finding_id: null,
    summary: '{}',
    hash: idOf(ref),
    assessed_at: SEEN,
    valid_until: null,
    ...row,
  });
}

export async function insertControl(
  knex: Knex,
  entity_ref: string,
  control_id: string,
  result: string,
  failing = result === 'fail' ? 1 : 0,
): Promise<void> {
  await knex('entity_controls').insert({
    entity_ref,
    control_id,
    result,
    reason: result === 'unknown' ? 'Nothing checks this' : '',
    failing,
    unknown: 0,
    worst_severity: failing ? 'high' : null,
    since: SEEN,
  });
}
