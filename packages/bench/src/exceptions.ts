/** What exceptions cost: to ask how far one reaches, to list them, and to read beneath them. */
import {
  CONTROL_CATALOGUE,
  SEVERITIES,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import {
  USUAL_CAPABILITIES,
  type ExceptionLimits,
  type ExceptionRules,
} from '@shift-down/plugin-shift-down-policy';
// The store without HTTP is measured from inside; the package exports no such thing.
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import type { ExceptionReader } from '@shift-down/plugin-shift-down-backend/src/service/exceptions/ExceptionCatalog';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import type { ExceptionReadContext } from '@shift-down/plugin-shift-down-backend/src/service/exceptions/read/context';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { listExceptions } from '@shift-down/plugin-shift-down-backend/src/service/exceptions/read/listExceptions';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { previewException } from '@shift-down/plugin-shift-down-backend/src/service/exceptions/read/previewException';
import type { Knex } from 'knex';
import { createRandom } from './random';
import {
  createStoreReader,
  fillFleet,
  measure,
  type ServeOptions,
} from './serve';

const DECIDERS = 'group:default/security';

/** Fills, reads, lays exceptions over the fleet, and reads again; prints tables. */
export async function benchExceptions(
  options: ServeOptions,
  count: number,
): Promise<void> {
  const { backend, knex } = await fillFleet(options);
  const { catalog, entityRef, reader } = createStoreReader(knex, options);
  const reading = (
    when: string,
  ): [string, () => Promise<unknown>, string][] => [
    [
      `posture, ${when}`,
      () => catalog.getPosture(entityRef(), reader),
      'p95 20 ms',
    ],
    [
      `first findings page of an entity, ${when}`,
      () => catalog.listFindings({ entityRef: entityRef() }, reader),
      'p95 20 ms',
    ],
    [
      `first findings page of a user, ${when}`,
      () => catalog.listFindings({}, reader),
      '',
    ],
  ];
  await measure(reading('no exceptions'));
  await storeExceptions(knex, count);
  console.table([await figures(knex)]);
  await measure(reading('with exceptions'));

  const context = readContext(knex);
  const decider = deciderReader();
  const random = createRandom(options.seed);
  const links: { entity_ref: string; policy: string; engine: string }[] =
    await knex('finding_entities as fe')
      .join('findings as f', 'f.id', 'fe.finding_id')
      .where('f.type', 'policy')
      .select('fe.entity_ref', 'f.policy', 'f.engine')
      .limit(5000);
  await measure([
    [
      'blast radius of a policy',
      () => {
        const { engine, entity_ref, policy } = random.pick(links);
        return previewException(
          context,
          {
            type: 'accepted-risk',
            expectation: { type: 'policy', engine, policy },
            scope: { entityRef: entity_ref },
          },
          decider,
        );
      },
      'p95 300 ms',
    ],
    [
      'to decide, first page',
      () => listExceptions(context, { view: 'to-decide' }, decider),
      '',
    ],
    ['all, first page', () => listExceptions(context, {}, decider), ''],
    [
      'findings under exceptions of a user',
      () => catalog.listFindings({ exempt: true }, reader),
      '',
    ],
  ]);
  await backend.stop();
}

/** Nine of ten are active, each over one finding of an entity; the rest is to be decided. */
async function storeExceptions(knex: Knex, count: number): Promise<void> {
  await knex.raw(
    `with chosen as (
      select row_number() over (order by fe.finding_id) as n, fe.entity_ref,
        fe.finding_id, f.engine, f.policy, f.severity, f.severity_rank
      from finding_entities fe join findings f on f.id = fe.finding_id
      where f.type = 'policy' order by fe.finding_id limit :count
    ), numbered as (
      select *, n % 10 = 0 as open, md5(n::text)::uuid::text as id,
        to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from chosen
    ), stored as (
      insert into exceptions (id, version, state, type, entity_ref, expectation,
        control_id, engine, policy, rule, advisory, package_url, cluster_uid,
        namespace, subject_kind, subject_name, component, repository, severity,
        severity_rank, category, justification, compensating_controls, ticket,
        evidence, from_at, until_at, active_from, active_until, requester_ref,
        requester_subject, editor_ref, editor_subject, requested_at, updated_at,
        review_due_at, break_glass, is_wider)
      select id, 1, case when open then 'requested' else 'approved' end,
        'accepted-risk', entity_ref, 'policy', '', engine, policy, null, '', '',
        '', '', '', '', '', '', severity, severity_rank, 'migration', 'Bench',
        '', '', '', at, '2999-01-01T00:00:00.000Z',
        case when open then null else '2020-01-01T00:00:00.000Z' end,
        case when open then null else '2999-01-01T00:00:00.000Z' end,
        'user:default/somebody', 'somebody', 'user:default/somebody', 'somebody',
        at, at, case when open then at end, false, false
      from numbered returning id
    )
    insert into exception_findings (exception_id, finding_id, entity_ref, covered, since)
    select n.id, n.finding_id, n.entity_ref, true, n.at
    from numbered n join stored on stored.id = n.id where not n.open`,
    { count },
  );
  await knex.raw('analyze');
}

async function figures(knex: Knex) {
  const count = async (table: string) =>
    Number((await knex(table).count({ n: '*' }))[0].n);
  return {
    Findings: await count('findings'),
    Exceptions: await count('exceptions'),
    'Findings under them': await count('exception_findings'),
  };
}

function readContext(knex: Knex): ExceptionReadContext {
  const limits: ExceptionLimits = {
    maxDays: 365,
    maxTotalDays: 730,
    reviewDays: 5,
    approvals: 1,
    required: [],
    maxPerEntity: 50,
  };
  const rules: ExceptionRules = {
    deciders: [{ group: DECIDERS, severities: [], deputies: [] }],
    breakGlass: { holders: [], maxHours: 24 },
    limits: Object.fromEntries(
      SEVERITIES.map(severity => [severity, limits]),
    ) as Record<Severity, ExceptionLimits>,
    calendar: { timeZone: 'UTC', workingDays: [1, 2, 3, 4, 5], holidays: [] },
  };
  return {
    database: knex,
    clock: { now: () => new Date() },
    controls: CONTROL_CATALOGUE,
    rules,
    capabilities: {
      capabilitiesOf: async clusters =>
        new Map(clusters.map(uid => [uid, USUAL_CAPABILITIES])),
      warningsOf: async () => [],
    },
    deliveries: { of: () => ({ type: 'document' }) },
  };
}

function deciderReader(): ExceptionReader {
  const userRef = 'user:default/decider';
  const ownership = [userRef, DECIDERS];
  return {
    entities: 'everything',
    requestable: 'everything',
    mayDecide: true,
    mayBreakGlass: false,
    identity: {
      userRef,
      subject: 'decider',
      claims: ownership,
      ownership,
      userRefs: [userRef],
      subjects: ['decider'],
      isKnown: true,
    },
    actor: {
      userRef,
      subject: 'decider',
      ownership,
      permissions: { request: true, decide: true, breakGlass: false },
    },
  };
}
