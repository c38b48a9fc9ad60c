import type { Knex } from 'knex';
import {
  selectReadableNamespaces,
  type ReadableNamespaces,
} from './readableNamespaces';

/** How many namespaces that may be read, and are not gone, have each version. @internal */
export async function countByBaseline(
  knex: Knex,
  readable: ReadableNamespaces,
): Promise<Map<string, number>> {
  const rows: { version: string; count: string | number }[] =
    await selectReadableNamespaces(knex, readable)
      .whereNot('n.state', 'gone')
      .groupBy('n.baseline_version')
      .select({ version: 'n.baseline_version', count: knex.raw('count(*)') });
  return new Map(rows.map(row => [row.version, Number(row.count)]));
}
