/** Exceptions as a decision leaves them in the portal's database. */
import {
  planEnforcement,
  type PolicyWitness,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';

const MINUTE = 60_000;
const ENTITY = 'component:default/shop';

/** Approves an exception for one workload of the component `shop`; gives its id. */
export async function approve(
  knex: Knex,
  witness: PolicyWitness,
  served: { exceptionVersions: string[]; guardrails: string[] },
): Promise<string> {
  const id = randomUUID();
  const now = new Date().toISOString();
  const from = new Date(Date.now() - MINUTE).toISOString();
  const until = new Date(Date.now() + 60 * MINUTE).toISOString();
  const [{ namespace, kind, name }] = witness.workloads;
  const { cluster, engine, policy } = witness;
  const plans = planEnforcement({
    exceptionId: id,
    content: {
      type: 'accepted-risk',
      expectation: { type: 'policy', engine, policy },
      scope: {
        entityRef: ENTITY,
        cluster,
        namespace,
        workload: { kind, name },
      },
      from,
      until,
      category: 'other',
      justification: 'Waits for a fix',
      compensatingControls: '',
      ticket: '',
    },
    witnesses: [witness],
    capabilities: new Map([
      [
        cluster,
        {
          ...served,
          hasExpiresAt: false,
          exceptionNamespace: 'shift-down-exceptions',
        },
      ],
    ]),
  });
  const texts = (...columns: string[]) =>
    Object.fromEntries(columns.map(column => [column, '']));
  const people = { requester: 'user:default/ada', editor: 'user:default/ada' };
  await knex.transaction(async tx => {
    await tx('exceptions').insert({
      ...texts(
        'control_id',
        'advisory',
        'package_url',
        'component',
        'evidence',
      ),
      ...texts('repository', 'ticket', 'compensating_controls'),
      id,
      version: 1,
      state: 'approved',
      type: 'accepted-risk',
      entity_ref: ENTITY,
      expectation: 'policy',
      engine,
      policy,
      cluster_uid: cluster,
      namespace,
      subject_kind: kind,
      subject_name: name,
      severity: 'medium',
      severity_rank: 3,
      category: 'other',
      justification: 'Waits for a fix',
      from_at: from,
      until_at: until,
      active_from: from,
      active_until: until,
      requester_ref: people.requester,
      requester_subject: people.requester,
      editor_ref: people.editor,
      editor_subject: people.editor,
      requested_at: from,
      updated_at: now,
      break_glass: false,
      is_wider: false,
    });
    for (const plan of plans) {
      if (!plan.object) {
        throw new Error(`Nobody is told: ${plan.portalOnly}`);
      }
      const { apiVersion, metadata, kind: objectKind } = plan.object;
      const place = [apiVersion, objectKind, metadata.namespace ?? ''];
      await tx('enforcements').insert({
        id: randomUUID(),
        exception_id: id,
        cluster_uid: plan.cluster,
        target: plan.target,
        delivery: 'cluster',
        state: 'pending',
        wanted: true,
        plan: JSON.stringify(plan),
        object_key: [...place, metadata.name].join('/'),
        reason: '',
        since: now,
        next_at: now,
        attempts: 0,
      });
    }
  });
  return id;
}

/** Ends it now, and has it looked at now. */
export async function endNow(knex: Knex, id: string): Promise<void> {
  const now = new Date().toISOString();
  await knex('exceptions').where({ id }).update({ active_until: now });
  await lookNow(knex, id);
}

export async function lookNow(knex: Knex, id: string): Promise<void> {
  await knex('enforcements')
    .where({ exception_id: id })
    .update({ next_at: new Date().toISOString() });
}
