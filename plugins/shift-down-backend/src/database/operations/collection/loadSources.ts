import {
  FRESHNESS_STATES,
  type FreshnessState,
} from '@shift-down/plugin-shift-down-common';
import type { SourceHeartbeat } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { SourceRow } from '../../tables';

/** Every kind of every cluster, and when it last gave a sign of life. @internal */
export async function loadSources(
  knex: Knex,
): Promise<(SourceHeartbeat & { cluster: string; kind: string })[]> {
  const rows: SourceRow[] = await knex('sources').select('*');
  return rows.map(row => ({
    cluster: row.cluster_name,
    kind: row.kind,
    state: toState(row.state),
    since: row.since,
    lastSuccessAt: row.last_success_at ?? undefined,
    staleAfterSeconds: row.stale_after_seconds,
  }));
}

function toState(text: string): FreshnessState {
  return FRESHNESS_STATES.find(state => state === text) ?? 'failed';
}
