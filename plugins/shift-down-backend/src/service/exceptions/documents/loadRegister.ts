/** The register of exceptions, for auditors. */
import type { Control } from '@shift-down/plugin-shift-down-common';
import type { RegisterRow } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { selectExceptions } from '../../../database/operations/exceptions/exceptionFilters';
import { toExceptionRecord } from '../../../database/operations/exceptions/exceptionRecord';
import type { Readable } from '../../../database/operations/serve/readScope';
import { loadClusterNames } from '../read/clusterNames';
import { loadStored } from '../read/loadStored';
import {
  toExceptionOverview,
  type OverviewContext,
  type StoredException,
} from '../read/toExceptionOverview';

/** So many at a time: well under what one statement may bind. */
const AT_A_TIME = 500;

/** Every exception that may be read, in the order in which they were asked for. @internal */
export async function loadRegister(
  knex: Knex,
  {
    controls,
    now,
    readable,
  }: { controls: readonly Control[]; now: Date; readable: Readable },
): Promise<RegisterRow[]> {
  const clusterNames = await loadClusterNames(knex);
  const ids: string[] = await selectExceptions(knex, readable)
    .orderBy(['ex.requested_at', 'ex.id'])
    .pluck('ex.id');
  const rows: RegisterRow[] = [];
  for (let start = 0; start < ids.length; start += AT_A_TIME) {
    const stored = await loadStored(knex, ids.slice(start, start + AT_A_TIME));
    rows.push(...stored.map(it => toRow(it, { controls, clusterNames, now })));
  }
  return rows;
}

function toRow(stored: StoredException, context: OverviewContext): RegisterRow {
  const { row } = stored;
  const overview = toExceptionOverview(stored, context);
  const { approvals, content } = toExceptionRecord(row, stored.approvals);
  const { scope } = overview;
  return {
    id: overview.id,
    state: overview.state,
    phase: overview.phase,
    type: overview.type,
    entity: overview.entityRef,
    exception: overview.title,
    cluster: scope.cluster ?? '',
    namespace: scope.namespace ?? '',
    workload: scope.workload
      ? `${scope.workload.kind}/${scope.workload.name}`
      : '',
    container: scope.container ?? '',
    repository: scope.repository ?? '',
    severity: overview.severity,
    category: content.category,
    justification: content.justification,
    compensatingControls: content.compensatingControls,
    ticket: content.ticket,
    requester: overview.requester.userRef,
    requestedAt: overview.requestedAt,
    approvers: approvals
      .map(({ at, userRef }) => `${userRef} (${at})`)
      .join(', '),
    decidedAt: row.decided_at ?? '',
    from: overview.from,
    until: overview.until,
    endedAt: overview.endedAt ?? '',
    breakGlass: overview.breakGlass ? 'yes' : 'no',
    contentHash: row.content_hash ?? '',
    enforcement: overview.enforcement.join(', '),
    importedFrom: row.imported_from ?? '',
  };
}
