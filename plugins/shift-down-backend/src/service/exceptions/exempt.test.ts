/** What lies under an exception, as findings and postures tell of it, by the clock. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  FindingDetail,
  FindingPage,
  Posture,
} from '@shift-down/plugin-shift-down-common/client';
import request from 'supertest';
import { migratedDatabase } from '../../__testUtils__/database';
import {
  clockAt,
  insertCovered,
  insertException,
} from '../../__testUtils__/exceptions';
import { API, posturePath } from '../__testUtils__/seededPortal';
import {
  FINDINGS,
  OTHERS,
  OWN,
  seedTwoTeams,
  SYSTEM,
} from '../__testUtils__/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from '../__testUtils__/startTestPortal';
import type { Knex } from 'knex';

jest.setTimeout(60_000);

const START = '2026-11-10T00:00:00.000Z';
const END = '2026-11-20T00:00:00.000Z';
const WITHIN = '2026-11-15T00:00:00.000Z';
const BEFORE_THAT = '2026-11-01T00:00:00.000Z';

const ACTIVE = '11111111-0000-4000-8000-000000000000';
const OPEN = '22222222-0000-4000-8000-000000000000';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('what is exempt on %p', id => {
  const clock = clockAt(WITHIN);
  let knex: Knex;
  let portal: TestPortal;

  const read = async <T>(persona: Persona, path: string): Promise<T> => {
    const { body, status } = await request(portal.server)
      .get(`${API}${path}`)
      .set('authorization', signedInAs(persona));
    expect({ path, status, body: status === 200 ? {} : body }).toEqual({
      path,
      status: 200,
      body: {},
    });
    return body;
  };
  const finding = (persona: Persona, findingId: string) =>
    read<FindingDetail>(persona, `/findings/${findingId}`);
  const ids = async (persona: Persona, query: string) => {
    const { items, total } = await read<FindingPage>(
      persona,
      `/findings?${query}`,
    );
    expect(total).toBe(items.length);
    return items.map(item => item.id).sort();
  };
  const posture = async (persona: Persona, ref: string) =>
    await read<Posture>(persona, posturePath(ref).slice(API.length));

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
      expectation: 'vulnerability',
      control_id: '',
      advisory: 'CVE-2026-0001',
      active_from: START,
      active_until: END,
    });
    await insertCovered(knex, ACTIVE, [FINDINGS.shared], OWN);
    await insertException(knex, OPEN, {
      state: 'requested',
      entity_ref: OWN,
      active_from: null,
      active_until: null,
    });
  });

  beforeEach(() => {
    clock.set(WITHIN);
  });

  it.each([
    ['before it begins', '2026-11-09T23:59:59.999Z', undefined],
    ['when it begins', START, true],
    ['while it lasts', WITHIN, true],
    ['a moment before its end', '2026-11-19T23:59:59.999Z', true],
    ['at its end', END, undefined],
    ['afterwards', '2027-01-01T00:00:00.000Z', undefined],
  ])('is a finding %s', async (_when, at, exempt) => {
    clock.set(at);
    const found = await finding('ownerA', FINDINGS.shared);
    expect(found.exempt).toBe(exempt);
    expect(found.result).toBe('fail');
    expect(await ids('ownerA', 'exempt=true')).toEqual(
      exempt ? [FINDINGS.shared] : [],
    );
    expect(await ids('ownerA', 'exempt=false')).toEqual(
      (exempt ? [FINDINGS.ofA] : [FINDINGS.ofA, FINDINGS.shared]).sort(),
    );
    const { controls, exceptions } = await posture('ownerA', OWN);
    expect(exceptions).toEqual({
      active: exempt ? 1 : 0,
      open: 1,
      exemptFindings: exempt ? 1 : 0,
    });
    expect(
      controls.find(it => it.id === 'no-known-vulnerabilities'),
    ).toMatchObject({ result: 'fail', ...(exempt && { exempt: 1 }) });
  });

  it('is a finding for the entity that it was decided for, and for no other', async () => {
    expect((await finding('ownerB', FINDINGS.shared)).exempt).toBeUndefined();
    expect(await ids('ownerB', 'exempt=true')).toEqual([]);
    // Whoever reads both sees that it is not exempt everywhere.
    expect((await finding('security', FINDINGS.shared)).exempt).toBeUndefined();
    expect(await ids('security', 'exempt=true')).toEqual([]);
    expect(await ids('security', `exempt=true&entityRef=${OWN}`)).toEqual([
      FINDINGS.shared,
    ]);
  });

  it('counts in a system what is exempt for each of its parts', async () => {
    expect((await posture('ownerA', SYSTEM)).exceptions?.exemptFindings).toBe(
      1,
    );
    expect((await posture('security', SYSTEM)).exceptions).toEqual({
      active: 1,
      open: 1,
      exemptFindings: 0,
    });
  });

  it('tells what lies over a finding and what is asked for', async () => {
    expect((await finding('ownerA', FINDINGS.shared)).exceptions).toEqual([
      {
        id: ACTIVE,
        state: 'approved',
        phase: 'active',
        from: START,
        until: END,
      },
    ]);
    expect((await finding('ownerA', FINDINGS.ofA)).exceptions).toEqual([
      expect.objectContaining({ id: OPEN, state: 'requested', phase: 'open' }),
    ]);
    clock.set(BEFORE_THAT);
    expect((await finding('ownerA', FINDINGS.shared)).exceptions).toEqual([
      expect.objectContaining({ id: ACTIVE, phase: 'scheduled' }),
    ]);
    expect((await finding('ownerB', FINDINGS.shared)).exceptions).toBe(
      undefined,
    );
  });

  it('is not what came after the decision', async () => {
    await knex('exception_findings')
      .where({ exception_id: ACTIVE })
      .update({ covered: false });
    expect((await finding('ownerA', FINDINGS.shared)).exempt).toBeUndefined();
    expect(await ids('ownerA', 'exempt=true')).toEqual([]);
    await knex('exception_findings')
      .where({ exception_id: ACTIVE })
      .update({ covered: true });
  });

  it('is nothing under what was revoked', async () => {
    await knex('exceptions').where({ id: ACTIVE }).update({ state: 'revoked' });
    expect((await finding('ownerA', FINDINGS.shared)).exempt).toBeUndefined();
    await knex('exceptions')
      .where({ id: ACTIVE })
      .update({ state: 'approved' });
  });

  it('is not overdue while it is exempt', async () => {
    await knex('finding_entities')
      .where({ finding_id: FINDINGS.shared })
      .update({
        due_at: BEFORE_THAT,
        layer: 'application',
        layer_evidence: 'none',
      });
    expect(await finding('ownerA', FINDINGS.shared)).toMatchObject({
      dueAt: BEFORE_THAT,
      overdue: false,
    });
    expect(await ids('ownerA', 'overdue=true')).toEqual([]);
    expect(await ids('ownerA', 'overdue=false')).toContain(FINDINGS.shared);
    expect(await ids('ownerB', 'overdue=true')).toEqual([FINDINGS.shared]);
    expect(await ids('security', 'overdue=true')).toEqual([FINDINGS.shared]);
    expect(await finding('security', FINDINGS.shared)).toMatchObject({
      overdue: true,
    });

    clock.set(END);
    expect(await finding('ownerA', FINDINGS.shared)).toMatchObject({
      overdue: true,
    });
    expect(await ids('ownerA', 'overdue=true')).toEqual([FINDINGS.shared]);
  });
});
