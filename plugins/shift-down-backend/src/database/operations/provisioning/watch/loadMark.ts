import { ANNOTATION_PROVISIONING } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { NamespaceRow } from '../../../tables';

/**
 * For which record a Namespace says that it was made. Only of use while the record knows no
 * UID: somebody else may have copied it.
 * @internal
 */
export async function loadMark(
  knex: Knex,
  { cluster_uid, name }: Pick<NamespaceRow, 'cluster_uid' | 'name'>,
): Promise<string | undefined> {
  const row: Pick<NamespaceRow, 'fields'> | undefined = await knex('namespaces')
    .where({ cluster_uid, name })
    .first('fields');
  const mark: unknown =
    row &&
    JSON.parse(row.fields).metadata?.annotations?.[ANNOTATION_PROVISIONING];
  return typeof mark === 'string' ? mark : undefined;
}
