import type { AssessedSubject } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ManagedNamespaceRow } from '../../provisioningTables';

/**
 * Subjects, with a mark on the namespaces that the portal provisioned: those whose
 * Namespace is the one of a record, by its UID.
 * @internal
 */
export async function withManaged(
  knex: Knex,
  subjects: AssessedSubject[],
): Promise<AssessedSubject[]> {
  const names = new Set(
    subjects
      .filter(({ kind }) => kind === 'namespace')
      .map(({ reference }) => reference.name),
  );
  const rows = await inChunks<
    string,
    Pick<ManagedNamespaceRow, 'cluster_uid' | 'name'>
  >([...names], chunk =>
    knex('managed_namespaces as managed')
      .join('namespaces as namespace', join =>
        join
          .on('namespace.cluster_uid', 'managed.cluster_uid')
          .andOn('namespace.name', 'managed.name')
          .andOn('namespace.uid', 'managed.uid'),
      )
      .whereIn('managed.name', chunk)
      .whereNull('managed.gone_at')
      .select('managed.cluster_uid', 'managed.name'),
  );
  const managed = new Set(rows.map(row => keyOf(row.cluster_uid, row.name)));
  return subjects.map(subject =>
    subject.kind === 'namespace' &&
    managed.has(keyOf(subject.clusterUid, subject.reference.name))
      ? { ...subject, isManaged: true }
      : subject,
  );
}

function keyOf(clusterUid: string, name: string): string {
  return `${clusterUid} ${name}`;
}
