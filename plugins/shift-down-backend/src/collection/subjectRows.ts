/** Subjects as rows: what a source describes, and what evidence only speaks of. */
import type {
  NamespaceEvidence,
  ObjectReference,
  WorkloadEvidence,
} from '@shift-down/plugin-shift-down-common';
import { subjectId } from '@shift-down/plugin-shift-down-policy';
import type {
  ContainerRow,
  NamespaceRow,
  SubjectLabelRow,
  SubjectRow,
} from '../database/tables';
import { NAMESPACE_KEY, namespaceOf } from './namespaceOf';

/** @internal */
export function bareSubject(
  clusterUid: string,
  it: ObjectReference,
): SubjectRow {
  return {
    id: subjectId(clusterUid, it),
    cluster_uid: clusterUid,
    namespace: it.namespace,
    kind: it.kind,
    name: it.name,
    object_id: null,
    api_version: '',
    uid: '',
    labels: '{}',
    fields: '{}',
    pods_total: 0,
    pods_ready: 0,
  };
}

/** @internal */
export function workloadSubject(
  clusterUid: string,
  objectRowId: string,
  workload: WorkloadEvidence,
): SubjectRow {
  return {
    ...bareSubject(clusterUid, workload.object),
    object_id: objectRowId,
    api_version: workload.apiVersion,
    uid: workload.uid,
    labels: JSON.stringify(workload.labels),
    fields: JSON.stringify(workload.fields),
    pods_total: workload.pods.total,
    pods_ready: workload.pods.ready,
  };
}

/** @internal */
export function namespaceSubject(
  clusterUid: string,
  objectRowId: string,
  { name, uid, labels, fields }: NamespaceEvidence,
): SubjectRow {
  return {
    ...bareSubject(clusterUid, { namespace: '', kind: 'Namespace', name }),
    object_id: objectRowId,
    api_version: 'v1',
    uid,
    labels: JSON.stringify(labels),
    fields: JSON.stringify(fields),
  };
}

/** Who owns it is for correlation to find out. @internal */
export function namespaceRow(
  clusterUid: string,
  objectRowId: string,
  { name, uid, labels, fields }: NamespaceEvidence,
): NamespaceRow {
  return {
    cluster_uid: clusterUid,
    name,
    object_id: objectRowId,
    uid,
    labels: JSON.stringify(labels),
    fields: JSON.stringify(fields),
    owner_ref: null,
    owner_source: null,
  };
}

/**
 * What claims find a subject by: its namespace, and the labels of a workload.
 * @internal
 */
export function labelRows(subject: SubjectRow): SubjectLabelRow[] {
  const labels: Record<string, string> =
    subject.kind === 'Namespace' ? {} : JSON.parse(subject.labels);
  const namespace = namespaceOf(subject);
  return [
    ...(namespace ? [[NAMESPACE_KEY, namespace]] : []),
    ...Object.entries(labels),
  ].map(([key, value]) => ({ subject_id: subject.id, key, value }));
}

/** @internal */
export function containerRows(
  subject: string,
  { containers }: WorkloadEvidence,
): ContainerRow[] {
  const rows = new Map<string, ContainerRow>();
  for (const container of containers) {
    rows.set(`${container.type} ${container.name}`, {
      subject_id: subject,
      type: container.type,
      name: container.name,
      image: container.image,
      repository: container.repository,
      tag: container.tag ?? null,
      digest: container.digest ?? null,
    });
  }
  return [...rows.values()];
}
