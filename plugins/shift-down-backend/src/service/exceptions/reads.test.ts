/** Lists, details and reports of exceptions, as each persona is told. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../../__testUtils__/database';
import {
  clockAt,
  insertCovered,
  insertException,
} from '../../__testUtils__/exceptions';
import { API } from '../__testUtils__/seededPortal';
import {
  FINDINGS,
  OTHERS,
  OWN,
  seedTwoTeams,
  SYSTEM,
} from '../__testUtils__/seedTwoTeams';
import {
  refOf,
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from '../__testUtils__/startTestPortal';
import type {
  ExceptionDetail,
  ExceptionPage,
  ExceptionPreview,
  ExceptionReports,
  ExceptionSettings,
} from './ExceptionCatalog';

jest.setTimeout(60_000);

const NOW = '2026-11-15T00:00:00.000Z';
const idOf = (digit: number) => `${digit}1111111-0000-4000-8000-000000000000`;
const [ACTIVE, LATE, SOON, OTHER, LOW, OVER] = [1, 2, 3, 4, 5, 6].map(idOf);
const UNKNOWN = idOf(9);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('reading exceptions on %p', id => {
  const clock = clockAt(NOW);
  let knex: Knex;
  let portal: TestPortal;

  const get = async <T>(persona: Persona, path: string) => {
    const { body, status } = await request(portal.server)
      .get(`${API}/exceptions${path}`)
      .set('authorization', signedInAs(persona));
    return { status, body: body as T };
  };
  const read = async <T>(persona: Persona, path: string): Promise<T> => {
    const { body, status } = await get<T>(persona, path);
    expect({ path, status, body: status === 200 ? '' : body }).toEqual({
      path,
      status: 200,
      body: '',
    });
    return body;
  };
  const list = async (persona: Persona, query = '') =>
    (await read<ExceptionPage>(persona, query)).items.map(it => it.id);

  beforeAll(async () => {
    knex = await migratedDatabase(databases, id);
    await seedTwoTeams(knex);
    portal = await startTestPortal({
      knex,
      catalog: [OWN, OTHERS, SYSTEM],
      now: clock.now,
    });
    await insertException(knex, ACTIVE, {
      entity_ref: OWN,
      requested_at: '2026-09-01T00:00:00.000Z',
      active_until: '2026-11-20T00:00:00.000Z',
      ticket: 'OPS-1',
    });
    await insertCovered(knex, ACTIVE, [FINDINGS.ofA], OWN);
    const asked = {
      state: 'requested',
      active_from: null,
      active_until: null,
      decided_at: null,
    };
    await insertException(knex, LATE, {
      ...asked,
      entity_ref: OWN,
      requested_at: '2026-11-02T00:00:00.000Z',
      review_due_at: '2026-11-10T00:00:00.000Z',
    });
    await insertException(knex, SOON, {
      ...asked,
      entity_ref: OTHERS,
      requested_at: '2026-11-03T00:00:00.000Z',
      review_due_at: '2026-11-16T00:00:00.000Z',
      requester_ref: refOf('decider'),
      requester_subject: 'keycloak.org/id=id-of-dee',
    });
    await insertException(knex, OTHER, {
      ...asked,
      entity_ref: OTHERS,
      requested_at: '2026-11-04T00:00:00.000Z',
      review_due_at: '2026-11-20T00:00:00.000Z',
      editor_ref: refOf('secondDecider'),
    });
    await insertException(knex, LOW, {
      ...asked,
      entity_ref: OTHERS,
      severity: 'low',
      severity_rank: 2,
      requested_at: '2026-11-05T00:00:00.000Z',
      review_due_at: '2026-11-25T00:00:00.000Z',
    });
    await insertException(knex, OVER, {
      entity_ref: OTHERS,
      requested_at: '2026-08-01T00:00:00.000Z',
      active_until: '2026-11-01T00:00:00.000Z',
    });
  });

  it('lists to readers what concerns entities that they may read', async () => {
    expect((await list('ownerA')).sort()).toEqual([ACTIVE, LATE].sort());
    expect(await list('outsider')).toEqual([]);
    expect((await list('decider')).length).toBe(6);
    expect((await get('ownerA', `/${SOON}`)).status).toBe(404);
    expect((await get('ownerA', `/${UNKNOWN}`)).status).toBe(404);
    expect((await get('decider', `/${SOON}`)).status).toBe(200);
  });

  it.each<[Persona, string[]]>([
    // Neither what they asked for, nor twice under another name.
    ['decider', [LATE, OTHER, LOW]],
    ['deciderAgain', [LATE, OTHER, LOW]],
    // Not what they changed last.
    ['secondDecider', [LATE, SOON, LOW]],
    ['deputy', [LATE, SOON, OTHER, LOW]],
    ['lowDecider', [LOW]],
    // Not what is their own.
    ['deciderOfA', [SOON, OTHER, LOW]],
    ['permittedOnly', []],
    ['namedOnly', []],
    ['stranger', []],
    ['ownerA', []],
  ])(
    'lists to %s what they could decide, soonest due first',
    async (it_, ids) => {
      expect(await list(it_, '?view=to-decide')).toEqual(ids);
      const { counts } = await read<ExceptionPage>(it_, '?limit=1');
      expect(counts.toDecide).toBe(ids.length);
    },
  );

  it('lists to everybody what is theirs', async () => {
    expect((await list('ownerA', '?view=mine')).sort()).toEqual(
      [ACTIVE, LATE].sort(),
    );
    expect(await list('decider', '?view=mine')).toEqual([SOON]);
    expect(await list('deciderAgain', '?view=mine')).toEqual([SOON]);
  });

  it.each([
    ['?phase=active', [ACTIVE]],
    ['?phase=ended', [OVER]],
    ['?phase=open&severity=low', [LOW]],
    ['?state=approved&sort=requested', [OVER, ACTIVE]],
    [`?entityRef=${encodeURIComponent(OWN)}&sort=requested`, [ACTIVE, LATE]],
    [`?findingId=${FINDINGS.ofA}&sort=requested`, [ACTIVE, LATE]],
    ['?text=ops-1', [ACTIVE]],
    ['?text=TITLE%20OF%20run&phase=active', [ACTIVE]],
    ['?text=%25', []],
    ['?report=ending', [ACTIVE]],
    ['?report=overdue', [LATE]],
    ['?report=unused', [ACTIVE]],
    ['?report=over-broad', []],
    ['?report=never-ending', []],
    ['?report=overstaying', []],
    ['?enforcement=applied', []],
  ])('filters by %s', async (query, ids) => {
    expect(await list('decider', query)).toEqual(ids);
  });

  it('looks at the parts of a system', async () => {
    const query = `?entityRef=${encodeURIComponent(SYSTEM)}`;
    expect((await list('decider', query)).length).toBe(6);
    expect((await list('ownerA', query)).length).toBe(2);
  });

  it.each(['requested', '-requested', 'review', 'until', '-until', 'severity'])(
    'pages in the order %s',
    async sort => {
      const all = await list('decider', `?sort=${sort}`);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page: ExceptionPage = await read(
          'decider',
          `?sort=${sort}&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
        );
        expect(page.totalItems).toBe(6);
        paged.push(...page.items.map(it => it.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(paged).toEqual(all);
      expect(new Set(paged).size).toBe(6);
    },
  );

  it('shows an exception in full, its history to deciders', async () => {
    const own = await read<ExceptionDetail>('ownerA', `/${ACTIVE}`);
    expect(own).toMatchObject({
      state: 'approved',
      phase: 'active',
      title: 'Title of run-as-non-root',
      ticket: 'OPS-1',
      limits: { severity: 'high' },
      radius: {
        findings: 1,
        entities: 1,
        items: [{ findingId: FINDINGS.ofA, entityRef: OWN, covered: true }],
      },
      history: [],
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(own.radius.items[0].subject).toMatchObject({ cluster: 'demo' });
    const decided = await read<ExceptionDetail>('decider', `/${ACTIVE}`);
    expect(decided.history.map(it => it.id)).toEqual([LATE]);
    expect(decided.contentHash).toBe(own.contentHash);
    const allowed = (detail: ExceptionDetail, action: string) =>
      detail.actions.find(it => it.action === action)?.allowed;
    expect(allowed(own, 'revoke')).not.toBe(true);
    expect(allowed(decided, 'revoke')).toBe(true);
  });

  it('previews a request, and what is wrong with it', async () => {
    const preview = async (body: object) =>
      await request(portal.server)
        .post(`${API}/exceptions/preview`)
        .set('authorization', signedInAs('ownerA'))
        .send({ type: 'accepted-risk', ...body });
    const control = { type: 'control', control: 'run-as-non-root' };
    const { body } = await preview({
      expectation: control,
      scope: { entityRef: OWN },
    });
    expect(body as ExceptionPreview).toMatchObject({
      title: 'Title of run-as-non-root',
      severity: 'high',
      limits: { severity: 'high' },
      radius: { findings: 1, workloads: 1, entities: 1 },
      problems: [],
    });
    const nothing = await preview({
      expectation: { ...control, control: 'read-only-root' },
      scope: { entityRef: OWN },
      until: '2030-01-01T00:00:00Z',
    });
    expect((nothing.body as ExceptionPreview).problems.length).toBe(2);
    expect(
      (await preview({ expectation: control, scope: { entityRef: OTHERS } }))
        .status,
    ).toBe(404);
  });

  it('tells what deserves a look', async () => {
    const all = await read<ExceptionReports>('decider', '/reports');
    expect(all).toMatchObject({
      mostExceptedPolicies: [
        { title: 'Title of run-as-non-root', exceptions: 1, entities: 1 },
      ],
      oldestWaitingDays: 13,
      chain: { state: 'whole', length: 0 },
    });
    expect(
      Object.fromEntries(all.reports.map(it => [it.name, it.count])),
    ).toEqual({
      unused: 1,
      'over-broad': 0,
      ending: 1,
      overdue: 1,
      'never-ending': 0,
      overstaying: 0,
    });
    const ofB = await read<ExceptionReports>('ownerB', '/reports');
    expect(ofB.chain).toEqual({ state: 'not-told' });
    expect(ofB.reports.every(it => it.count === 0)).toBe(true);
  });

  it('tells what somebody may do', async () => {
    expect(await read<ExceptionSettings>('decider', '/settings')).toMatchObject(
      { mayDecide: true, mayBreakGlass: false },
    );
    const own = await read<ExceptionSettings>('ownerA', '/settings');
    expect(own).toMatchObject({ mayDecide: false });
    // Team A has nothing in the vault.
    expect(own.clusters.map(it => it.name)).toEqual(['demo']);
  });
});
