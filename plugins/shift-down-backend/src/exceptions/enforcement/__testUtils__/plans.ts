/** Plans as approved exceptions have them, and an exception to have them. */
import type { PlannedEnforcement } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ExceptionRow } from '../../../database/exceptionTables';

export const ENTITY = 'component:default/shop';
export const CLUSTER = 'uid-prod';

export const FROM = '2026-11-01T00:00:00.000Z';
export const UNTIL = '2026-12-01T00:00:00.000Z';

/** What one exception tells Kyverno. */
export function kyvernoPlan(
  policy = 'require-limits',
  name = `shift-down-0-${policy}`,
): PlannedEnforcement {
  return {
    cluster: CLUSTER,
    target: 'kyverno',
    effectiveScope: scope('kyverno', policy),
    object: {
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'PolicyException',
      metadata: {
        name,
        namespace: 'shift-down-exceptions',
        labels: { 'app.kubernetes.io/managed-by': 'shift-down' },
      },
      spec: {
        policyRefs: [{ name: policy, kind: 'ValidatingPolicy' }],
        matchConditions: [
          { name: 'shop', expression: "object.metadata.namespace == 'shop'" },
        ],
      },
    },
    policies: [policy],
  };
}

/** What one exception adds to the object of a guardrail. */
export function guardrailPlan(
  exception: string,
  policy = 'run-as-non-root',
): PlannedEnforcement {
  const entries = [
    {
      exception,
      namespace: 'shop',
      kind: 'Deployment',
      name: 'web',
      container: '',
      until: UNTIL,
    },
  ];
  return {
    cluster: CLUSTER,
    target: 'guardrail',
    effectiveScope: scope('guardrail', policy),
    object: {
      apiVersion: 'guardrails.shift-down.io/v1',
      kind: 'GuardrailExceptions',
      metadata: { name: policy },
      entries,
    },
    entries,
    policies: [policy],
  };
}

function scope(
  target: PlannedEnforcement['target'],
  policy: string,
): PlannedEnforcement['effectiveScope'] {
  return {
    cluster: CLUSTER,
    target,
    policies: [{ policy, rules: [] }],
    namespaces: ['shop'],
    workloads: ['Deployment/web'],
    wider: [],
  };
}

/** An approved exception that is active from {@link FROM} until {@link UNTIL}. */
export async function insertException(
  knex: Knex,
  id: string,
  row: Partial<ExceptionRow> = {},
): Promise<void> {
  await knex('exceptions').insert({
    id,
    version: 1,
    state: 'approved',
    type: 'accepted-risk',
    entity_ref: ENTITY,
    expectation: 'policy',
    control_id: '',
    engine: 'kyverno',
    policy: 'require-limits',
    rule: null,
    advisory: '',
    package_url: '',
    cluster_uid: CLUSTER,
    namespace: 'shop',
    subject_kind: 'Deployment',
    subject_name: 'web',
    component: '',
    repository: '',
    severity: 'high',
    severity_rank: 4,
    category: 'other',
    justification: '',
    compensating_controls: '',
    ticket: '',
    evidence: '',
    from_at: FROM,
    until_at: UNTIL,
    active_from: FROM,
    active_until: UNTIL,
    requester_ref: 'user:default/ada',
    requester_subject: 'ada',
    editor_ref: 'user:default/ada',
    editor_subject: 'ada',
    requested_at: FROM,
    updated_at: FROM,
    break_glass: false,
    is_wider: false,
    ...row,
  });
}
