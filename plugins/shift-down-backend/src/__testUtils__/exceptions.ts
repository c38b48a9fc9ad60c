/** Exceptions and what belongs to them as rows, for tests that care about a column or two. */
import type { Knex } from 'knex';
import type { FencedWriter } from '../collection/HeldLease';
import type { ExceptionRow } from '../database/exceptionTables';
import { SEEN } from './rows';

/** An approved exception of a control from October to December; returns its id. */
export async function insertException(
  knex: Knex,
  id: string,
  row: Partial<ExceptionRow> = {},
): Promise<string> {
  const exception: ExceptionRow = {
    id,
    version: 1,
    state: 'approved',
    type: 'accepted-risk',
    entity_ref: 'component:default/shop',
    expectation: 'control',
    control_id: 'run-as-non-root',
    engine: '',
    policy: '',
    rule: null,
    advisory: '',
    package_url: '',
    cluster_uid: '',
    namespace: '',
    subject_kind: '',
    subject_name: '',
    component: '',
    repository: '',
    severity: 'high',
    severity_rank: 4,
    category: 'migration',
    justification: 'The old base image needs root',
    compensating_controls: '',
    ticket: '',
    vex_justification: null,
    evidence: '',
    from_at: '2026-10-01T00:00:00.000Z',
    until_at: '2026-12-01T00:00:00.000Z',
    active_from: '2026-10-01T00:00:00.000Z',
    active_until: '2026-12-01T00:00:00.000Z',
    requester_ref: 'user:default/dana',
    requester_subject: 'email=dana@example.com',
    editor_ref: 'user:default/dana',
    editor_subject: 'email=dana@example.com',
    requested_at: SEEN,
    updated_at: SEEN,
    review_due_at: null,
    decided_at: SEEN,
    review_reason: null,
    review_since: null,
    break_glass: false,
    proposal: null,
    basis: null,
    content_hash: null,
    renews_id: null,
    imported_from: null,
    is_wider: false,
    last_matched_at: null,
    ...row,
  };
  await knex('exceptions').insert(exception);
  return id;
}

export async function insertCovered(
  knex: Knex,
  exceptionId: string,
  findingIds: readonly string[],
  entityRef = 'component:default/shop',
): Promise<void> {
  for (const finding_id of findingIds) {
    await knex('exception_findings').insert({
      exception_id: exceptionId,
      finding_id,
      entity_ref: entityRef,
      covered: true,
      since: SEEN,
    });
  }
}

/** A lease that nobody else wants. */
export function leaseOn(knex: Knex): FencedWriter {
  return {
    transact: work => knex.transaction(work),
    signal: new AbortController().signal,
  };
}

/** A clock that stands still until it is set. */
export function clockAt(at: string) {
  let now = new Date(at);
  return {
    now: () => now,
    set(to: string) {
      now = new Date(to);
    },
  };
}
