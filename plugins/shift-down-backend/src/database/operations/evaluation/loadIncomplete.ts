import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { SourceRow } from '../../tables';

/**
 * Those of the kinds of which not every object of the cluster is known, and in words why.
 * A kind that the source does not have at all is one: it may just not have been recorded.
 * @internal
 */
export async function loadIncomplete(
  knex: Knex,
  clusterName: string,
  kinds: readonly SourceKind[],
): Promise<Partial<Record<SourceKind, string>>> {
  const rows: SourceRow[] = await knex('sources')
    .where('cluster_name', clusterName)
    .whereIn('kind', kinds);
  const states = new Map(rows.map(row => [row.kind, row.state]));
  const incomplete: Partial<Record<SourceKind, string>> = {};
  for (const kind of kinds) {
    const state = states.get(kind);
    if (state !== 'fresh') {
      incomplete[kind] = inWords(kind, state);
    }
  }
  return incomplete;
}

function inWords(kind: SourceKind, state: string | undefined): string {
  switch (state) {
    case undefined:
      return `${kind} has not been collected yet`;
    case 'forbidden':
      return `Reading ${kind} is forbidden`;
    case 'not-installed':
      return `${kind} is not among what is collected`;
    case 'stale':
      return `${kind} is stale`;
    default:
      return `Reading ${kind} failed`;
  }
}
