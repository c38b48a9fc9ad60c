import type { Knex } from 'knex';
import type { EnforcementRow } from '../../../exceptionTables';

/** What was collected of an object; `not-told` where nobody collects such ones. @internal */
export type FoundInEvidence =
  | { found: 'there' | 'nothing' }
  | { found: 'not-told'; reason: string };

/** Evidence of a kind that is neither tells nothing. */
const TELLING = ['fresh', 'not-installed'];

/**
 * Whether the collector has seen the object of an order: what a person or a repository
 * applies is not there before. Its content is not compared.
 * @internal
 */
export async function findInEvidence(
  knex: Knex,
  row: Pick<EnforcementRow, 'cluster_uid' | 'object_key'>,
): Promise<FoundInEvidence> {
  const parts = row.object_key.split('/');
  const [namespace, name] = parts.slice(-2);
  const kind = parts[parts.length - 3];
  const [group] = parts;
  const object = await knex('objects')
    .where({ cluster_uid: row.cluster_uid, kind, namespace, name })
    .whereLike('api_version', `${group}/%`)
    .first('id');
  if (object) {
    return { found: 'there' };
  }
  const source: { kind: string; state: string } | undefined = await knex(
    'sources as s',
  )
    .join('clusters as c', 'c.name', 's.cluster_name')
    .where({ 'c.uid': row.cluster_uid, 's.kind': kind })
    .first('s.kind', 's.state');
  if (!source) {
    return {
      found: 'not-told',
      reason: `Nobody collects ${kind} of this cluster, so that it is not known whether it is there`,
    };
  }
  return TELLING.includes(source.state)
    ? { found: 'nothing' }
    : {
        found: 'not-told',
        reason: `What is known of ${kind} in this cluster is not fresh (${source.state})`,
      };
}
