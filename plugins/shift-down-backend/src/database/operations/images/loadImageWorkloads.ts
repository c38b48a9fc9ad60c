import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ContainerRow, ObjectRow } from '../../tables';
import { loadWorkloads } from '../evaluation/loadNamespace';

/** A workload with what it runs, and why that is not what it is now, if so. @internal */
export interface StoredImageWorkload {
  id: string;
  kind: string;
  name: string;
  unreadable: string | null;
  containers: ContainerRow[];
}

/** Workloads of a namespace, a page at a time. @internal */
export async function* loadImageWorkloads(
  knex: Knex,
  clusterUid: string,
  namespace: string,
): AsyncGenerator<StoredImageWorkload[]> {
  for await (const page of loadWorkloads(knex, clusterUid, namespace)) {
    const containers = await inChunks<string, ContainerRow>(
      page.map(it => it.id),
      chunk =>
        knex('containers')
          .whereIn('subject_id', chunk)
          .orderBy(['subject_id', 'type', 'name']),
    );
    yield page.map(({ id, kind, name, unreadable }) => ({
      id,
      kind,
      name,
      unreadable,
      containers: containers.filter(it => it.subject_id === id),
    }));
  }
}

/** What we made of the workloads of a namespace before, by id. @internal */
export async function loadDerivedObjects(
  knex: Knex,
  clusterUid: string,
  namespace: string,
  kind: string,
): Promise<Map<string, Pick<ObjectRow, 'id' | 'observed_at' | 'unreadable'>>> {
  const rows: Pick<ObjectRow, 'id' | 'observed_at' | 'unreadable'>[] =
    await knex('objects')
      .where({ cluster_uid: clusterUid, source_kind: kind, namespace })
      .select('id', 'observed_at', 'unreadable');
  return new Map(rows.map(row => [row.id, row]));
}
