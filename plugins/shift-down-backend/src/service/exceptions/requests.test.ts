/** What is sent: bad input, replays, races, and what dies half way. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { verifyChain } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { loadException } from '../../database/operations/exceptions/loadException';
import { ExceptionService } from '../../exceptions/ExceptionService';
import { exceptionRulesOf } from '../../exceptions/rules';
import { readExceptionsConfig } from '../../exceptions/config';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { OWN_CLOCK } from '../../__testUtils__/clock';
import { FINDINGS, OWN } from '../__testUtils__/seedTwoTeams';
import { EXCEPTIONS_CONFIG } from '../__testUtils__/startTestPortal';
import {
  aCriticalRequest,
  aRequest,
  inHours,
  startExceptionsPortal,
  type ExceptionsPortal,
} from './__testUtils__/exceptionsPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

const TABLES = [
  'exceptions',
  'exception_findings',
  'exception_approvals',
  'exception_thread',
  'exception_chain',
  'enforcements',
  'exception_notices',
  'assessment_queue',
];

async function everything(knex: Knex): Promise<unknown> {
  return Object.fromEntries(
    await Promise.all(
      TABLES.map(async table => [table, await knex(table).select()]),
    ),
  );
}

async function chainOf(knex: Knex) {
  const rows = await knex('exception_thread').orderBy('sequence');
  const end = await knex('exception_chain').first();
  return verifyChain(
    rows.map(row => ({
      sequence: row.sequence,
      exceptionId: row.exception_id,
      at: row.at,
      ...(row.actor_ref !== null && {
        actor: { userRef: row.actor_ref, subject: row.actor_subject },
      }),
      action: row.action,
      ...(row.from_state !== null && { from: row.from_state }),
      to: row.to_state,
      text: row.text,
      detail: JSON.parse(row.detail),
      previousHash: row.previous_hash,
      hash: row.hash,
    })),
    { end: { sequence: end.sequence, hash: end.hash } },
  );
}

describe.each(databases.eachSupportedId())('requests on %p', id => {
  let portal: ExceptionsPortal;

  beforeAll(async () => {
    portal = await startExceptionsPortal(databases, id);
  });

  const post = (body: object) =>
    portal.send('ownerA', 'post', '/exceptions', body);

  describe('bad input', () => {
    const table: [string, object, RegExp?][] = [
      ['an end in the past', { until: inHours(-1) }, /passed/],
      ['an end before the start', { from: inHours(30), until: inHours(20) }],
      ['no moment', { until: 'tomorrow' }, /until/],
      ['too long', { until: inHours(24 * 100) }, /90 days/],
      ['no justification', { justification: '   ' }, /why/i],
      ['somebody else as the requester', { requestedBy: 'user:default/bob' }],
      ['an approval of its own', { approvals: [] }],
      ['a state', { state: 'approved' }],
      [
        'a wildcard',
        {
          expectation: { type: 'policy', engine: 'kyverno', policy: 'a-*' },
        },
        /full/,
      ],
      [
        'a wildcard as the namespace',
        { scope: { entityRef: OWN, namespace: '*' } },
        /full/,
      ],
      [
        'a scope that reaches nothing',
        { scope: { entityRef: OWN, namespace: 'team-b' } },
      ],
      [
        'a cluster where it does not run',
        { scope: { entityRef: OWN, cluster: 'vault' } },
        /runs in no cluster/,
      ],
      [
        'a cluster that is not there',
        { scope: { entityRef: OWN, cluster: 'nowhere' } },
        /runs in no cluster/,
      ],
      [
        'an unknown field of the scope',
        { scope: { entityRef: OWN, pod: 'a' } },
      ],
      ['no ref', { scope: { entityRef: 'payments' } }, /not an entity ref/],
      [
        'a control that is none',
        { expectation: { type: 'control', control: 'other' } },
      ],
      [
        'a mixture',
        {
          expectation: {
            type: 'control',
            control: 'run-as-non-root',
            advisory: 'CVE-1',
          },
        },
      ],
      ['a false positive of a policy', { type: 'false-positive' }],
      ['what is not theirs to prolong', { renews: randomUUID() }],
      ['a category that is none', { category: 'laziness' }],
    ];
    it.each(table)('refuses %s', async (...row) => {
      const [, more, sentence] = row;
      const before = await everything(portal.knex);
      const { body, status } = await post(aRequest(more));
      expect(status).toBe(400);
      expect(body.error?.message).toMatch(sentence ?? /./);
      expect(await everything(portal.knex)).toEqual(before);
    });

    it('refuses a megabyte', async () => {
      const { status } = await post(
        aRequest({ justification: 'a'.repeat(1_000_000) }),
      );
      expect([400, 413]).toContain(status);
      const { status: smaller } = await post(
        aRequest({ justification: 'a '.repeat(5_001) }),
      );
      expect(smaller).toBe(400);
    });

    it('keeps markup as the text that it is, and no secret', async () => {
      const justification =
        '<img src=x onerror=alert(1)> **now** [click](javascript:alert(1))';
      const token = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
      const asked = await portal.ask(
        aRequest({
          justification: `${justification}\u0000 ${token}`,
          ticket: `https://me:${token}@tickets.example/1`,
        }),
      );
      expect(asked.justification).toContain(justification);
      await portal.act('decider', 'approve', asked, { text: token });
      expect(JSON.stringify(await everything(portal.knex))).not.toContain(
        token,
      );
    });
  });

  describe('replays', () => {
    it('refuses the same decision twice, and an old version', async () => {
      const asked = await portal.ask();
      expect((await portal.act('decider', 'approve', asked)).status).toBe(200);
      const replay = await portal.act('decider', 'approve', asked);
      expect([replay.status, replay.body.error?.code]).toEqual([
        409,
        'changed-meanwhile',
      ]);
      const now = await portal.look(asked.id);
      const again = await portal.act('decider', 'approve', now);
      expect([again.status, again.body.error?.code]).toEqual([
        409,
        'not-in-this-state',
      ]);
    });

    it('binds a decision to what was looked at', async () => {
      const asked = await portal.ask();
      const blind = await portal.act('decider', 'approve', asked, {
        contentHash: undefined,
      });
      expect(blind.status).toBe(400);
      const other = await portal.act('decider', 'approve', asked, {
        contentHash: '0'.repeat(64),
      });
      expect([other.status, other.body.error?.code]).toEqual([
        409,
        'content-changed',
      ]);
    });

    it('refuses unknown fields and ids that are none', async () => {
      const asked = await portal.ask();
      const extra = await portal.act('decider', 'approve', asked, {
        actor: 'user:default/sue',
      });
      expect(extra.status).toBe(400);
      const put = await portal.send(
        'ownerA',
        'put',
        `/exceptions/${asked.id}`,
        {
          ...aRequest(),
          version: 1,
          requester: { userRef: 'user:default/bob' },
        },
      );
      expect(put.status).toBe(400);
      const none = await portal.send('decider', 'get', '/exceptions/1');
      expect(none.status).toBe(400);
    });
  });

  describe('what follows from a decision', () => {
    it('is stored with it: what it covers, orders, messages, assessment', async () => {
      const { knex } = portal;
      await knex('assessment_queue').delete();
      const asked = await portal.ask();
      expect(
        await knex('exception_findings').where({
          exception_id: asked.id,
        }),
      ).toEqual([]);
      await portal.act('decider', 'approve', asked);
      expect(
        (
          await knex('exception_findings').where({ exception_id: asked.id })
        ).map(row => [row.finding_id, row.entity_ref, Boolean(row.covered)]),
      ).toEqual([[FINDINGS.ofA, OWN, true]]);
      expect(
        await knex('enforcements')
          .where({ exception_id: asked.id })
          .pluck('cluster_uid'),
      ).toEqual(['uid-demo']);
      expect(await knex('assessment_queue').pluck('entity_ref')).toEqual([OWN]);
      expect(
        await knex('exception_notices')
          .where({ exception_id: asked.id })
          .orderBy('occasion')
          .pluck('occasion'),
      ).toEqual(['decided', 'requested']);
    });

    it('is taken back when it is revoked', async () => {
      const { knex } = portal;
      const asked = await portal.ask();
      const { body: approved } = await portal.act('decider', 'approve', asked);
      await knex('assessment_queue').delete();
      const { body } = await portal.act('deputy', 'revoke', approved, {
        text: 'Not any more',
      });
      expect(body).toMatchObject({ state: 'revoked', phase: 'closed' });
      const row = await knex('exceptions').where({ id: asked.id }).first();
      expect(Date.parse(row.active_until)).toBeLessThanOrEqual(Date.now());
      expect(
        (await knex('enforcements').where({ exception_id: asked.id })).map(it =>
          Boolean(it.wanted),
        ),
      ).toEqual([false]);
      expect(await knex('assessment_queue').pluck('entity_ref')).toEqual([OWN]);
    });

    it('goes back to the requester when less is offered', async () => {
      const asked = await portal.ask();
      const until = inHours(5);
      const offered = await portal.act('decider', 'propose', asked, {
        text: 'Five hours',
        until,
      });
      expect(offered.body).toMatchObject({
        state: 'proposed',
        proposal: { until },
      });
      const accepted = await portal.act('ownerA', 'accept', offered.body);
      expect(accepted.body).toMatchObject({ state: 'approved', until });
      expect(
        await portal
          .knex('exception_approvals')
          .where({ exception_id: asked.id })
          .pluck('user_ref'),
      ).toEqual(['user:default/dee']);
    });

    it('can be had again, by who decides', async () => {
      const asked = await portal.ask();
      const { body } = await portal.act('decider', 'approve', asked);
      const [{ id: enforcement }] = body.enforcements;
      const answers = [];
      for (const who of ['ownerA', 'deciderOfA', 'decider'] as const) {
        const { status } = await portal.act(who, 'enforce', body, {
          enforcement,
        });
        answers.push(status);
      }
      expect(answers.slice(0, 2)).toEqual([403, 403]);
      expect([200, 409]).toContain(answers[2]);
    });
  });

  describe('races', () => {
    it.each([
      [
        'two approve',
        [
          ['decider', 'approve'],
          ['deputy', 'approve'],
        ],
      ],
      [
        'one approves and one rejects',
        [
          ['decider', 'approve'],
          ['deputy', 'reject'],
        ],
      ],
      [
        'one approves and the requester withdraws',
        [
          ['decider', 'approve'],
          ['ownerA', 'withdraw'],
        ],
      ],
      [
        'one approves twice',
        [
          ['decider', 'approve'],
          ['decider', 'approve'],
        ],
      ],
    ] as const)('has one outcome when %s', async (_, attempts) => {
      const asked = await portal.ask();
      const answers = await Promise.all(
        attempts.map(([who, action]) =>
          portal.act(who, action, asked, { text: 'Now' }),
        ),
      );
      expect(answers.map(it => it.status).sort()).toEqual([200, 409]);
      const now = await portal.look(asked.id);
      expect(now.version).toBe(asked.version + 1);
      expect(now.thread).toHaveLength(2);
      await portal.knex('exception_findings').delete();
    });

    it('counts two people once each when both approve at once', async () => {
      const asked = await portal.ask(aCriticalRequest());
      const answers = await Promise.all(
        (['decider', 'secondDecider'] as const).map(who =>
          portal.act(who, 'approve', asked),
        ),
      );
      expect(answers.map(it => it.status).sort()).toEqual([200, 409]);
      const now = await portal.look(asked.id);
      expect(now.state).toBe('requested');
      expect(now.approvals).toHaveLength(1);
    });

    it('keeps one chain without gaps, however many write at once', async () => {
      const asked = await Promise.all(
        Array.from({ length: 8 }, () => portal.ask()),
      );
      await Promise.all(
        asked.map(it =>
          portal.act('ownerA', 'comment', it, { text: 'At once' }),
        ),
      );
      expect(await chainOf(portal.knex)).toMatchObject({ state: 'whole' });
    });
  });

  it('stores nothing of a decision that dies half way', async () => {
    const { knex } = portal;
    const asked = await portal.ask();
    const before = await everything(knex);
    const config = readExceptionsConfig(
      new ConfigReader({ exceptions: EXCEPTIONS_CONFIG }),
    );
    const dying = new ExceptionService({
      database: knex,
      clock: OWN_CLOCK,
      rules: exceptionRulesOf(config, true),
      capabilities: { capabilitiesOf: async () => new Map() },
      deliveries: {
        byUid: async () =>
          Object.assign(new Map(), {
            get: () => {
              throw new Error('Killed');
            },
          }),
      },
      auditor: mockServices.auditor.mock(),
      signal: () => {
        throw new Error('Nothing has changed');
      },
    });
    const person = { userRef: 'user:default/dee', subject: 'dee' };
    await expect(
      dying.change(
        asked.id,
        asked.version,
        { action: 'approve', contentHash: asked.contentHash ?? '' },
        {
          actor: {
            ...person,
            ownership: ['group:default/security'],
            permissions: { request: false, decide: true, breakGlass: false },
          },
          identity: {
            ...person,
            claims: ['group:default/security'],
            ownership: ['group:default/security'],
            userRefs: [person.userRef],
            subjects: [person.subject],
            isKnown: true,
          },
        },
      ),
    ).rejects.toThrow('Killed');
    expect(await everything(knex)).toEqual(before);
    expect((await loadException(knex, asked.id))?.state).toBe('requested');
  });

  it('never changes what stands in the thread', async () => {
    await portal.ask();
    await expect(
      portal.knex('exception_thread').update({ text: 'Never said' }),
    ).rejects.toThrow('never changed');
    await expect(portal.knex('exception_thread').delete()).rejects.toThrow(
      'never changed',
    );
  });
});
