/** A judged object as rows, all of them known before the database is asked. */
import type {
  CollectedObject,
  ObjectReference,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import {
  forEachInSteps,
  objectId,
  subjectId,
  type ObjectJudgement,
  type Steps,
} from '@shift-down/plugin-shift-down-policy';
import type {
  ContainerRow,
  CutListRow,
  EvaluationRow,
  ExemptionRow,
  FindingRow,
  ImageScanRow,
  NamespaceRow,
  ObjectRow,
  OccurrenceRow,
  PassRow,
  ResourceRow,
  SubjectLabelRow,
  SubjectRow,
  UnreadableSubjectRow,
} from '../database/tables';
import { evaluationRow, exemptionRow, resourceRow } from './clusterRows';
import { findingRow } from './findingRow';
import {
  bareSubject,
  containerRows,
  labelRows,
  namespaceRow,
  namespaceSubject,
  workloadSubject,
} from './subjectRows';

/** Everything that one object puts into the database. @internal */
export interface ObjectRows {
  object: ObjectRow;
  /** Workloads and namespaces that the object itself describes. */
  described: SubjectRow[];
  /** Subjects that it only speaks of. */
  mentioned: SubjectRow[];
  labels: SubjectLabelRow[];
  namespaces: NamespaceRow[];
  containers: ContainerRow[];
  scans: ImageScanRow[];
  findings: FindingRow[];
  occurrences: OccurrenceRow[];
  passes: PassRow[];
  cutLists: CutListRow[];
  resources: ResourceRow[];
  exemptions: ExemptionRow[];
  evaluations: EvaluationRow[];
}

/** An object that could not be read: whom it leaves unknown. @internal */
export interface UnreadableRows {
  object: ObjectRow;
  subjects: UnreadableSubjectRow[];
}

/** What the rows of an object depend on beside the object. @internal */
export interface ObjectContext {
  clusterUid: string;
  sourceKind: SourceKind;
  /** ISO 8601 */
  now: string;
}

/** With pauses, for objects may be large. @internal */
export function* toObjectRows(
  object: CollectedObject,
  judgement: ObjectJudgement,
  hash: string,
  context: ObjectContext,
): Steps<ObjectRows> {
  const { clusterUid, sourceKind } = context;
  const row = toObjectRow(object, hash, context);
  const described: SubjectRow[] = [];
  const namespaces: NamespaceRow[] = [];
  const containers: ContainerRow[] = [];
  const scans = new Map<string, ImageScanRow>();
  const cutLists: CutListRow[] = [];
  const resources: ResourceRow[] = [];
  const exemptions: ExemptionRow[] = [];
  const evaluations: EvaluationRow[] = [];
  /** By what they are, which many results have in common. */
  const mentioned = new Map<string, SubjectRow>();
  const mention = (reference: ObjectReference): string => {
    const { namespace, kind, name } = reference;
    const key = JSON.stringify([namespace, kind, name]);
    const subject = mentioned.get(key) ?? bareSubject(clusterUid, reference);
    mentioned.set(key, subject);
    return subject.id;
  };

  yield* forEachInSteps(object.evidence, evidence => {
    switch (evidence.type) {
      case 'workload': {
        const subject = workloadSubject(clusterUid, row.id, evidence);
        described.push(subject);
        containers.push(...containerRows(subject.id, evidence));
        break;
      }
      case 'namespace':
        described.push(namespaceSubject(clusterUid, row.id, evidence));
        namespaces.push(namespaceRow(clusterUid, row.id, evidence));
        break;
      case 'image-scan': {
        const subject = mention(evidence.subject);
        scans.set(`${subject} ${evidence.container}`, {
          object_id: row.id,
          subject_id: subject,
          container: evidence.container,
          repository: evidence.repository,
          tag: evidence.tag ?? null,
          digest: evidence.digest ?? null,
          os: evidence.os,
          os_end_of_life: evidence.osEndOfLife,
          scanner: evidence.scanner,
          counts: JSON.stringify(
            countBy(evidence.vulnerabilities.map(({ severity }) => severity)),
          ),
          observed_at: momentOf(evidence.observedAt, object, context),
        });
        break;
      }
      case 'cut-list':
        cutLists.push({
          object_id: row.id,
          cluster_uid: clusterUid,
          engine: evidence.engine,
          policy: evidence.policy,
          listed: evidence.listed,
          total: evidence.total,
        });
        break;
      case 'resource':
        resources.push(resourceRow(row, evidence));
        break;
      case 'exemption':
        exemptions.push(exemptionRow(row, evidence));
        break;
      case 'evaluation':
        evaluations.push(
          evaluationRow(row, mention(evidence.subject), evidence),
        );
        break;
      default:
        mention(evidence.subject);
    }
  });

  const findings = new Map<string, FindingRow>();
  const occurrences = new Map<string, OccurrenceRow>();
  yield* forEachInSteps(judgement.observations, observation => {
    const observedAt = momentOf(observation.observedAt, object, context);
    const finding = findingRow(observation, observedAt, context.now);
    const known = findings.get(finding.id);
    if (!known || finding.last_failed_at) {
      findings.set(finding.id, finding);
    }
    const subject = mention(observation.subject);
    const key = `${finding.id} ${subject} ${observation.component}`;
    if (occurrences.get(key)?.result !== 'fail') {
      occurrences.set(key, {
        object_id: row.id,
        finding_id: finding.id,
        subject_id: subject,
        component: observation.component,
        source_kind: sourceKind,
        result: observation.result,
        reason: observation.reason,
        message: observation.message,
        witness: JSON.stringify(observation.witness),
        detail: JSON.stringify(observation.detail),
        observed_at: observedAt,
        vanished_from: null,
      });
    }
  });

  const passes = new Map<string, PassRow>();
  for (const pass of judgement.passes) {
    const subject = mention(pass.subject);
    const known = passes.get(subject);
    passes.set(subject, {
      object_id: row.id,
      subject_id: subject,
      source_kind: sourceKind,
      counts: JSON.stringify(
        known ? addCounts(JSON.parse(known.counts), pass.counts) : pass.counts,
      ),
      observed_at: earliest(
        known?.observed_at,
        momentOf(pass.observedAt, object, context),
      ),
    });
  }

  const ownIds = new Set(described.map(subject => subject.id));
  const others = [...mentioned.values()].filter(it => !ownIds.has(it.id));
  const subjects = [...described, ...others];
  return {
    object: row,
    described,
    mentioned: others,
    labels: subjects.flatMap(labelRows),
    namespaces,
    containers,
    scans: [...scans.values()],
    findings: [...findings.values()],
    occurrences: [...occurrences.values()],
    passes: [...passes.values()],
    cutLists,
    // One object is one of them.
    resources: resources.slice(0, 1),
    exemptions: exemptions.slice(0, 1),
    evaluations: evaluations.slice(0, 1),
  };
}

/** @internal */
export function toUnreadableRows(
  object: CollectedObject,
  reason: string,
  context: ObjectContext,
): UnreadableRows {
  const row = { ...toObjectRow(object, '', context), unreadable: reason };
  const ids = object.subjects.map(it => subjectId(context.clusterUid, it));
  return {
    object: row,
    subjects: [...new Set(ids)].map(id => ({
      object_id: row.id,
      subject_id: id,
      source_kind: context.sourceKind,
      reason,
    })),
  };
}

function toObjectRow(
  object: CollectedObject,
  hash: string,
  context: ObjectContext,
): ObjectRow {
  const { clusterUid, sourceKind } = context;
  return {
    id: objectId(clusterUid, object.key),
    cluster_uid: clusterUid,
    source_kind: sourceKind,
    api_version: object.key.apiVersion,
    kind: object.key.kind,
    namespace: object.key.namespace,
    name: object.key.name,
    uid: object.uid,
    hash,
    observed_at: momentOf(undefined, object, context),
    unreadable: null,
  };
}

/**
 * When something was observed: by its own word, else by its object's, and never
 * later than now, or a report could be dated so that it never ages.
 */
function momentOf(
  observedAt: string | undefined,
  object: CollectedObject,
  { now }: ObjectContext,
): string {
  const candidates = [observedAt, object.observedAt];
  const moment = candidates
    .map(text => (text === undefined ? NaN : Date.parse(text)))
    .find(Number.isFinite);
  return moment === undefined
    ? new Date(0).toISOString()
    : earliest(new Date(moment).toISOString(), now);
}

/** Pass counts age with the oldest of what they count. */
function earliest(a: string | undefined, b: string): string {
  return a !== undefined && a < b ? a : b;
}

function addCounts(
  a: Record<string, number>,
  b: Record<string, number>,
): Record<string, number> {
  const sum = { ...a };
  for (const [key, count] of Object.entries(b)) {
    sum[key] = (sum[key] ?? 0) + count;
  }
  return sum;
}

function countBy(values: string[]): Record<string, number> {
  return values.reduce<Record<string, number>>(
    (counts, value) => ({ ...counts, [value]: (counts[value] ?? 0) + 1 }),
    {},
  );
}
