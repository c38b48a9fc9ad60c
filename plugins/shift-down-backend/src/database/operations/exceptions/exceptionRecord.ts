/** Between an exception's row and the record that is judged. */
import {
  SEVERITIES,
  type ExceptionCategory,
  type ExceptionExpectation,
  type ExceptionScope,
  type ExceptionState,
  type ExceptionType,
  type Severity,
  type VexJustification,
} from '@shift-down/plugin-shift-down-common';
import type {
  ExceptionContent,
  ExceptionRecord,
} from '@shift-down/plugin-shift-down-policy';
import type { ExceptionApprovalRow, ExceptionRow } from '../../exceptionTables';

/** @param approvals - those that count; what was voided is not stored any more. @internal */
export function toExceptionRecord(
  row: ExceptionRow,
  approvals: readonly ExceptionApprovalRow[],
): ExceptionRecord {
  return {
    id: row.id,
    version: row.version,
    state: row.state as ExceptionState,
    content: toContent(row),
    severity: SEVERITIES.find(it => it === row.severity) ?? 'unknown',
    requester: {
      userRef: row.requester_ref,
      subject: row.requester_subject,
    },
    lastEditor: { userRef: row.editor_ref, subject: row.editor_subject },
    requestedAt: row.requested_at,
    ...(row.review_due_at !== null && { reviewDueAt: row.review_due_at }),
    ...(row.review_reason !== null && {
      review: {
        reason: row.review_reason,
        since: row.review_since ?? row.updated_at,
      },
    }),
    breakGlass: Boolean(row.break_glass),
    ...(row.proposal !== null && { proposal: JSON.parse(row.proposal) }),
    approvals: approvals.map(approval => ({
      userRef: approval.user_ref,
      subject: approval.subject,
      contentHash: approval.content_hash,
      at: approval.at,
    })),
    ...(row.active_from !== null &&
      row.active_until !== null && {
        active: { from: row.active_from, until: row.active_until },
      }),
    ...(row.renews_id !== null && { renews: row.renews_id }),
  };
}

function toContent(row: ExceptionRow): ExceptionContent {
  return {
    type: row.type as ExceptionType,
    expectation: toExpectation(row),
    scope: toScope(row),
    from: row.from_at,
    until: row.until_at,
    category: row.category as ExceptionCategory,
    justification: row.justification,
    compensatingControls: row.compensating_controls,
    ticket: row.ticket,
    ...(row.vex_justification !== null && {
      falsePositive: {
        justification: row.vex_justification as VexJustification,
        evidence: row.evidence,
      },
    }),
  };
}

/** @internal */
export function toExpectation(
  row: Pick<
    ExceptionRow,
    | 'expectation'
    | 'control_id'
    | 'engine'
    | 'policy'
    | 'rule'
    | 'advisory'
    | 'package_url'
  >,
): ExceptionExpectation {
  switch (row.expectation) {
    case 'control':
      return { type: 'control', control: row.control_id };
    case 'policy':
      return {
        type: 'policy',
        engine: row.engine as Extract<
          ExceptionExpectation,
          { type: 'policy' }
        >['engine'],
        policy: row.policy,
        ...(row.rule !== null && { rule: row.rule }),
      };
    default:
      return {
        type: 'vulnerability',
        advisory: row.advisory,
        ...(row.package_url !== '' && { packageUrl: row.package_url }),
      };
  }
}

/** @internal */
export function toScope(
  row: Pick<
    ExceptionRow,
    | 'entity_ref'
    | 'cluster_uid'
    | 'namespace'
    | 'subject_kind'
    | 'subject_name'
    | 'component'
    | 'repository'
  >,
): ExceptionScope {
  return {
    entityRef: row.entity_ref,
    ...(row.cluster_uid !== '' && { cluster: row.cluster_uid }),
    ...(row.namespace !== '' && { namespace: row.namespace }),
    ...(row.subject_name !== '' && {
      workload: { kind: row.subject_kind, name: row.subject_name },
    }),
    ...(row.component !== '' && { container: row.component }),
    ...(row.repository !== '' && { repository: row.repository }),
  };
}

/** The columns that hold what is asked for. @internal */
export function contentColumns(
  content: ExceptionContent,
  severity: Severity,
): Pick<
  ExceptionRow,
  | 'type'
  | 'entity_ref'
  | 'expectation'
  | 'control_id'
  | 'engine'
  | 'policy'
  | 'rule'
  | 'advisory'
  | 'package_url'
  | 'cluster_uid'
  | 'namespace'
  | 'subject_kind'
  | 'subject_name'
  | 'component'
  | 'repository'
  | 'severity'
  | 'severity_rank'
  | 'category'
  | 'justification'
  | 'compensating_controls'
  | 'ticket'
  | 'vex_justification'
  | 'evidence'
  | 'from_at'
  | 'until_at'
> {
  const { expectation, falsePositive, scope } = content;
  return {
    type: content.type,
    entity_ref: scope.entityRef,
    expectation: expectation.type,
    control_id: expectation.type === 'control' ? expectation.control : '',
    engine: expectation.type === 'policy' ? expectation.engine : '',
    policy: expectation.type === 'policy' ? expectation.policy : '',
    rule: expectation.type === 'policy' ? expectation.rule ?? null : null,
    advisory: expectation.type === 'vulnerability' ? expectation.advisory : '',
    package_url:
      expectation.type === 'vulnerability' ? expectation.packageUrl ?? '' : '',
    cluster_uid: scope.cluster ?? '',
    namespace: scope.namespace ?? '',
    subject_kind: scope.workload?.kind ?? '',
    subject_name: scope.workload?.name ?? '',
    component: scope.container ?? '',
    repository: scope.repository ?? '',
    severity,
    severity_rank: SEVERITIES.length - 1 - SEVERITIES.indexOf(severity),
    category: content.category,
    justification: content.justification,
    compensating_controls: content.compensatingControls,
    ticket: content.ticket,
    vex_justification: falsePositive?.justification ?? null,
    evidence: falsePositive?.evidence ?? '',
    from_at: content.from,
    until_at: content.until,
  };
}
