/**
 * Who may do what to exceptions: each persona on each route, for what is their own and for
 * what is not. Beneath the permissions lies a floor that none of them can lift.
 */
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type { ExceptionDetail } from '@shift-down/plugin-shift-down-common/client';
import { UNKNOWN } from '../__testUtils__/seededPortal';
import { OTHERS, OWN, UNCONFIRMED } from '../__testUtils__/seedTwoTeams';
import type { Persona } from '../__testUtils__/startTestPortal';
import {
  aCriticalRequest,
  aRequest,
  inHours,
  startExceptionsPortal,
  type ExceptionsPortal,
} from './__testUtils__/exceptionsPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

const SERVICE = { authorization: mockCredentials.service.header() };
const NOBODY = { authorization: mockCredentials.none.header() };
const FORGED = '00000000-0000-4000-8000-000000000000';

type Who = Persona | 'a service' | 'nobody';

function as(who: Who) {
  switch (who) {
    case 'a service':
      return SERVICE;
    case 'nobody':
      return NOBODY;
    default:
      return who;
  }
}

describe.each(databases.eachSupportedId())('exceptions on %p', id => {
  let portal: ExceptionsPortal;

  beforeAll(async () => {
    portal = await startExceptionsPortal(databases, id);
  });

  describe('asking', () => {
    const table: [Who, string, number][] = [
      ['ownerA', OWN, 200],
      ['ownerA', OTHERS, 404],
      ['ownerA', UNKNOWN, 404],
      // Whose claim is not confirmed has nothing to except.
      ['ownerA', UNCONFIRMED, 400],
      ['ownerB', OWN, 404],
      ['ownerB', OTHERS, 200],
      // Owns it, and may not decide it afterwards.
      ['deciderOfA', OWN, 200],
      ['decider', OWN, 403],
      ['deputy', OWN, 403],
      ['permittedOnly', OWN, 403],
      // The person owns it, and this session doesn't.
      ['ownerAsDecider', OWN, 403],
      ['onCall', OWN, 403],
      ['platform', OWN, 403],
      ['security', OWN, 403],
      ['auditor', OWN, 403],
      ['auditor', UNKNOWN, 404],
      ['outsider', OWN, 404],
      ['a service', OWN, 403],
      ['nobody', OWN, 401],
    ];
    it.each(table)('%s asks for %s and gets %d', async (...row) => {
      const [who, entityRef, status] = row;
      const answer = await portal.send(
        as(who),
        'post',
        '/exceptions',
        aCriticalRequest({
          expectation: { type: 'control', control: 'run-as-non-root' },
          scope: { entityRef },
        }),
      );
      expect(answer.status).toBe(status);
    });
  });

  describe('deciding', () => {
    const DECIDERS: [Who, number, string?][] = [
      ['decider', 200],
      ['secondDecider', 200],
      ['deputy', 200],
      ['ownerA', 403, 'not-permitted'],
      ['ownerB', 404],
      ['lowDecider', 403, 'not-a-decider'],
      ['permittedOnly', 403, 'not-a-decider'],
      ['namedOnly', 403, 'not-permitted'],
      ['deciderOfA', 403, 'own-subject'],
      ['ownerAsDecider', 403, 'own-request'],
      // Rights come from the session, not from another entity of the person.
      ['deciderAsNobody', 403, 'not-a-decider'],
      ['stranger', 403],
      ['onCall', 403, 'not-permitted'],
      ['platform', 403, 'not-permitted'],
      ['security', 403, 'not-permitted'],
      ['auditor', 403, 'not-permitted'],
      ['outsider', 404],
      ['a service', 403],
      ['nobody', 401],
    ];
    const ACTIONS: [string, object][] = [
      ['approve', {}],
      ['reject', { text: 'No' }],
      ['ask', { text: 'Why?' }],
      ['propose', { text: 'Shorter', until: inHours(10) }],
    ];

    describe.each(ACTIONS)('%s', (action, more) => {
      it('answers each persona as the table says', async () => {
        const answers = [];
        for (const [who] of DECIDERS) {
          const asked = await portal.ask();
          const { body, status } = await portal.act(
            as(who),
            action,
            asked,
            more,
          );
          const { version } = await portal.look(asked.id);
          answers.push([who, status, body.error?.code, version]);
          await portal.knex('exceptions').update({ state: 'rejected' });
        }
        expect(answers).toEqual(
          DECIDERS.map(([who, status, code]) => [
            who,
            status,
            code,
            status === 200 ? 2 : 1,
          ]),
        );
      });
    });

    it('revokes what is approved by the same table', async () => {
      const answers = [];
      for (const [who] of DECIDERS) {
        const asked = await portal.ask();
        const { body: approved } = await portal.act(
          'secondDecider',
          'approve',
          asked,
        );
        const { body, status } = await portal.act(as(who), 'revoke', approved, {
          text: 'No more',
        });
        answers.push([who, status, body.error?.code]);
        await portal.knex('exception_findings').delete();
      }
      expect(answers).toEqual(
        DECIDERS.map(([who, status, code]) => [who, status, code]),
      );
    });

    it('refuses the requester who decides for others', async () => {
      const asked = await portal.ask(aRequest(), 'deciderOfA');
      const own = await portal.act('deciderOfA', 'approve', asked);
      expect([own.status, own.body.error?.code]).toEqual([403, 'own-request']);
      expect((await portal.act('decider', 'approve', asked)).status).toBe(200);
    });

    it('refuses who changed the request last', async () => {
      const asked = await portal.ask();
      const edited = await portal.send(
        'deciderOfA',
        'put',
        `/exceptions/${asked.id}`,
        aRequest({ version: asked.version, justification: 'Better words' }),
      );
      expect(edited.status).toBe(200);
      const own = await portal.act('deciderOfA', 'approve', edited.body);
      expect([own.status, own.body.error?.code]).toEqual([403, 'own-edit']);
    });

    it('takes two people for what is critical, by who they are', async () => {
      const asked = await portal.ask(aCriticalRequest());
      const first = await portal.act('decider', 'approve', asked);
      expect(first.body).toMatchObject({ state: 'requested' });
      for (const again of ['decider', 'deciderAgain'] as const) {
        const { body, status } = await portal.act(again, 'approve', first.body);
        expect([status, body.error?.code]).toEqual([409, 'approved-already']);
      }
      const second = await portal.act('secondDecider', 'approve', first.body);
      expect(second.body).toMatchObject({ state: 'approved', phase: 'active' });
    });

    it('voids an approval by an edit, also by one that comes back', async () => {
      const asked = await portal.ask(aCriticalRequest());
      const first = await portal.act('decider', 'approve', asked);
      const edit = async (exception: ExceptionDetail, justification: string) =>
        (
          await portal.send(
            'ownerA',
            'put',
            `/exceptions/${asked.id}`,
            aCriticalRequest({
              from: exception.from,
              until: exception.until,
              version: exception.version,
              justification,
            }),
          )
        ).body;
      const away = await edit(first.body, 'Something else');
      const back = await edit(away, first.body.justification);
      expect(back.contentHash).toBe(asked.contentHash);
      expect(back.approvals).toEqual([]);
      const second = await portal.act('secondDecider', 'approve', back);
      expect(second.body).toMatchObject({ state: 'requested' });
      expect(second.body.approvals).toHaveLength(1);
    });
  });

  describe('taking part', () => {
    const table: [Who, string, number][] = [
      ['ownerA', 'comment', 200],
      ['decider', 'comment', 200],
      // Decides, though not about this one.
      ['lowDecider', 'comment', 200],
      ['platform', 'comment', 403],
      ['auditor', 'comment', 403],
      ['ownerB', 'comment', 404],
      ['outsider', 'comment', 404],
      ['a service', 'comment', 403],
      ['ownerA', 'withdraw', 200],
      ['deciderOfA', 'withdraw', 200],
      ['ownerAsDecider', 'withdraw', 200],
      ['decider', 'withdraw', 403],
      ['ownerB', 'withdraw', 404],
      ['a service', 'withdraw', 403],
      ['nobody', 'withdraw', 401],
    ];
    it.each(table)('%s may %s: %d', async (who, action, status) => {
      const asked = await portal.ask(aRequest());
      const answer = await portal.act(as(who), action, asked, {
        text: 'Hello',
      });
      expect(answer.status).toBe(status);
    });
  });

  describe('reading', () => {
    const table: [Who, number][] = [
      ['ownerA', 200],
      ['decider', 200],
      ['platform', 200],
      ['auditor', 200],
      ['ownerB', 404],
      ['outsider', 404],
      ['a service', 403],
      ['nobody', 401],
    ];
    it.each(table)('%s reads one of team A: %d', async (who, status) => {
      const { id: exceptionId } = await portal.ask();
      const path = `/exceptions/${exceptionId}`;
      expect((await portal.send(as(who), 'get', path)).status).toBe(status);
    });

    it('answers alike for the unknown and the forbidden', async () => {
      const asked = await portal.ask();
      const answers = [];
      for (const exceptionId of [asked.id, FORGED]) {
        for (const [method, path, body] of [
          ['get', '', undefined],
          ['put', '', aRequest({ version: 1 })],
          ['post', '/approve', { version: 1, contentHash: '0'.repeat(64) }],
          ['post', '/withdraw', { version: 1 }],
          ['post', '/enforce', { version: 1, enforcement: FORGED }],
        ] as const) {
          const answer = await portal.send(
            'ownerB',
            method,
            `/exceptions/${exceptionId}${path}`,
            body,
          );
          expect(answer.status).toBe(404);
          answers.push([
            method,
            path,
            JSON.stringify(answer.body).replaceAll(exceptionId, '<id>'),
          ]);
        }
      }
      expect(answers.slice(0, 5)).toEqual(answers.slice(5));
    });

    const { expectation, scope, type } = aRequest();
    it.each<['get' | 'post', string, object?]>([
      ['get', '/exceptions'],
      ['get', '/exceptions/settings'],
      ['get', '/exceptions/reports'],
      ['post', '/exceptions/preview', { expectation, scope, type }],
      ['post', '/exceptions/break-glass', aRequest()],
      [
        'post',
        '/exceptions/import',
        { entityRef: OWN, format: 'trivy', text: '' },
      ],
    ])('refuses services on %s %s', async (...row) => {
      const [method, path, body] = row;
      expect((await portal.send(SERVICE, method, path, body)).status).toBe(403);
      expect((await portal.send(NOBODY, method, path, body)).status).toBe(401);
    });
  });

  describe('breaking the glass', () => {
    const table: [Who, number, string?][] = [
      ['ownerA', 403, 'not-permitted'],
      ['decider', 403, 'not-permitted'],
      ['permittedOnly', 403, 'not-a-holder'],
      ['outsider', 404],
      ['a service', 403],
      ['onCall', 200],
    ];
    it.each(table)('%s gets %d', async (...row) => {
      const [who, status, code] = row;
      const answer = await portal.send(
        as(who),
        'post',
        '/exceptions/break-glass',
        aRequest(),
      );
      expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    });

    it('is reviewed by another, and not by its holder', async () => {
      const { body } = await portal.send(
        'onCall',
        'post',
        '/exceptions/break-glass',
        aRequest(),
      );
      expect(body).toMatchObject({ phase: 'active', reviewRequired: true });
      const looked = await portal.look(body.id);
      expect((await portal.act('onCall', 'confirm', looked)).status).toBe(403);
      const confirmed = await portal.act('decider', 'confirm', looked);
      expect(confirmed.body).toMatchObject({
        state: 'approved',
        reviewRequired: false,
      });
    });

    it('lasts a day at most', async () => {
      const { status } = await portal.send(
        'onCall',
        'post',
        '/exceptions/break-glass',
        aRequest({ until: inHours(25) }),
      );
      expect(status).toBe(400);
    });
  });

  describe('importing', () => {
    const file = {
      entityRef: OWN,
      format: 'trivy',
      text: 'CVE-2026-0001\nCVE-2026-7777\n',
    };
    const table: [Who, number][] = [
      ['ownerA', 200],
      ['decider', 403],
      ['ownerB', 404],
      ['outsider', 404],
    ];
    it.each(table)('%s gets %d', async (who, status) => {
      const path = '/exceptions/import';
      const answer = await portal.send(as(who), 'post', path, file);
      expect(answer.status).toBe(status);
    });

    it('takes each line once, unreviewed, and exempts nothing', async () => {
      await portal.send('ownerA', 'post', '/exceptions/import', file);
      const again = await portal.send(
        'ownerA',
        'post',
        '/exceptions/import',
        file,
      );
      expect(again.body).toMatchObject({ created: 0, known: 2 });
      const imported = await portal
        .knex('exceptions')
        .where({ state: 'unreviewed' });
      expect(imported).toHaveLength(2);
      expect(
        await portal.knex('exception_findings').whereIn(
          'exception_id',
          imported.map(it => it.id),
        ),
      ).toEqual([]);
    });
  });

  it('has every attempt in the audit log, also those that fail', async () => {
    portal.auditor.createEvent.mockClear();
    portal.auditEvent.success.mockClear();
    portal.auditEvent.fail.mockClear();
    const asked = await portal.ask();
    await portal.act('deciderOfA', 'approve', asked);
    await portal.act('decider', 'approve', asked);
    expect(
      portal.auditor.createEvent.mock.calls.map(([event]) => [
        event.eventId,
        event.severityLevel,
      ]),
    ).toEqual([
      ['exception-request', 'medium'],
      ['exception-approve', 'high'],
      ['exception-approve', 'high'],
    ]);
    expect(portal.auditEvent.success).toHaveBeenCalledTimes(2);
    expect(portal.auditEvent.fail).toHaveBeenCalledTimes(1);
  });

  it('tells nobody who asks more than that something has changed', async () => {
    portal.signal.mockClear();
    const asked = await portal.ask();
    await portal.act('deciderOfA', 'approve', asked);
    expect(portal.signal.mock.calls).toEqual([[]]);
  });
});

describe.each([
  ['permissions are off', { permissionsEnabled: false }, /permission\.enabled/],
  [
    'no deciders are named',
    { exceptions: {} },
    /shiftDown\.exceptions\.deciders/,
  ],
])('where %s', (_, options, sentence) => {
  it('nobody decides or breaks the glass, and is told how that changes', async () => {
    const portal = await startExceptionsPortal(databases, 'SQLITE_3', options);
    const asked = await portal.ask(
      aRequest({ compensatingControls: 'Something' }),
    );
    const decided = await portal.act('decider', 'approve', asked);
    expect([decided.status, decided.body.error?.code]).toEqual([
      403,
      'deciding-is-off',
    ]);
    expect(decided.body.error?.message).toMatch(sentence);
    const broken = await portal.send(
      'onCall',
      'post',
      '/exceptions/break-glass',
      aRequest(),
    );
    expect(broken.status).toBe(403);
    const settings = await portal.send(
      'decider',
      'get',
      '/exceptions/settings',
    );
    expect(settings.body).toMatchObject({
      mayDecide: false,
      decidingIsOff: expect.stringMatching(sentence),
    });
  });
});
