/** What a posture says of itself must never be more than what is known. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import type { ServeContext } from '../ServeContext';
import { insertEntity, insertPosture, SEEN } from '../../__testUtils__/rows';
import {
  CONTROLS,
  DOMAIN,
  OTHERS,
  OWN,
  seedTwoTeams,
  SYSTEM,
  TEAM_A,
  UNCONFIRMED,
} from '../__testUtils__/seedTwoTeams';
import { getPosture } from './getPosture';
import { listPostures } from './listPostures';
import { imageContext } from '../__testUtils__/imageContext';

jest.setTimeout(60_000);

const NOW = new Date('2026-11-02T00:00:00.000Z');
const SOON = '2026-11-02T01:00:00.000Z';
const JUST_NOW = '2026-11-01T23:59:00.000Z';
const PAST = '2026-11-01T12:00:00.000Z';

const NOTHING_KNOWN = {
  grade: 'unknown',
  coverage: 0,
  passing: 0,
  failing: 0,
  unknown: 0,
  notApplicable: 0,
  controls: [],
  workloads: [],
  sources: [],
  trend: [],
  changes: [],
};

describe('getPosture', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let context: ServeContext;

  beforeEach(async () => {
    knex = await migratedDatabase(databases, 'SQLITE_3');
    await seedTwoTeams(knex);
    context = {
      ...imageContext(knex),
      database: knex,
      controls: CONTROLS,
      trust: 'namespace-owner',
      maxAge: {},
      ownerLabel: 'shift-down.io/owner',
      networkPolicyProviders: new Map(),
      controlOf: () => undefined,
      sourceTests: { isTestable: () => false, run: async () => undefined },
      assessNow: jest.fn(async () => {}),
      mirrorNow: jest.fn(async () => {}),
      clock: { now: () => NOW },
    };
  });

  const read = (ref: string) => getPosture(context, ref, 'everything');

  it('tells controls, places, freshness and the past of an assessed entity', async () => {
    await expect(read(OWN)).resolves.toMatchObject({
      state: 'assessed',
      score: 7,
      grade: 'F',
      worstFinding: { severity: 'critical' },
      claims: [{ annotation: 'backstage.io/kubernetes-id', value: 'payments' }],
      unconfirmedClaim: false,
      byArea: [
        { area: 'vulnerabilities', failing: 1 },
        { area: 'misconfigurations', failing: 1, passing: 1 },
        { area: 'supply-chain', coverage: 0 },
      ],
      workloads: [{ name: 'payments', podSecurityEnforce: 'baseline' }],
      sources: [
        { kind: 'PolicyReport', state: 'fresh' },
        { kind: 'VulnerabilityReport', state: 'failed' },
      ],
      trend: [{ score: 3 }, { score: 7 }],
      changes: [{ controlId: 'read-only-root', from: 'unknown', to: 'pass' }],
    });
  });

  it('tells which controls are unverified, of a whole as of its part', async () => {
    const [{ id: control }] = CONTROLS;
    const told = async (ref: string) =>
      (await read(ref)).controls.find(({ id }) => id === control)?.unverified;
    await knex('entity_controls').delete();
    const row = {
      control_id: control,
      result: 'unknown',
      reason: '',
      failing: 0,
      unknown: 0,
      since: SEEN,
    };
    await knex('entity_controls').insert([
      { ...row, entity_ref: OWN, unverified: true },
      { ...row, entity_ref: OTHERS, unverified: false },
    ]);
    await knex('entity_relations').where('type', 'partOf').delete();
    const partOf = (source_ref: string) =>
      knex('entity_relations').insert({
        source_ref,
        type: 'partOf',
        target_ref: SYSTEM,
      });
    await partOf(OWN);
    expect(await told(OWN)).toBe(true);
    expect(await told(SYSTEM)).toBe(true);
    await partOf(OTHERS);
    expect(await told(OTHERS)).toBeUndefined();
    expect(await told(SYSTEM)).toBeUndefined();
  });

  it('reveals of an unconfirmed claim its state and the entity\u2019s own annotations only', async () => {
    await knex('subject_entities').insert({
      entity_ref: UNCONFIRMED,
      subject_id: (await knex('subjects').first('id')).id,
      via: 'a link that should not be there',
    });
    await knex('posture_history').update({ entity_ref: UNCONFIRMED });
    const posture = await read(UNCONFIRMED);
    expect(posture).toMatchObject({
      state: 'unconfirmed',
      unconfirmedClaim: true,
      claims: [{ annotation: 'backstage.io/kubernetes-id', value: 'squatter' }],
      ...NOTHING_KNOWN,
    });
    expect(posture.score).toBeUndefined();
    expect(JSON.stringify(posture)).not.toMatch(/team-b|demo|payments/);
  });

  it('says that a claim is not confirmed next to what is', async () => {
    await knex('claims')
      .where('entity_ref', OWN)
      .update({ unconfirmed_namespaces: '["demo/team-b"]' });
    const posture = await read(OWN);
    expect(posture).toMatchObject({
      state: 'assessed',
      unconfirmedClaim: true,
    });
    expect(JSON.stringify(posture)).not.toContain('team-b');
  });

  it('is pending and unknown before the first assessment', async () => {
    const ref = 'component:default/new';
    await insertEntity(knex, ref, { owners: [TEAM_A] });
    await expect(read(ref)).resolves.toMatchObject({
      state: 'pending',
      ...NOTHING_KNOWN,
    });
  });

  it('mirrors an entity on its first sight', async () => {
    const ref = 'component:default/just-created';
    context.mirrorNow = jest.fn(() => insertEntity(knex, ref));
    await expect(read(ref)).resolves.toMatchObject({ state: 'pending' });
    expect(context.mirrorNow).toHaveBeenCalledWith(ref);
  });

  it('does not know what even the catalog did not mirror', async () => {
    await expect(read('component:default/ghost')).rejects.toThrow(
      expect.objectContaining({ name: 'NotFoundError' }),
    );
  });

  it.each([
    ['still holds', SOON, false],
    ['has run out', PAST, true],
    ['runs out this moment', NOW.toISOString(), true],
  ])('assesses again if the posture %s', async (_, valid_until, expected) => {
    await knex('postures').where('entity_ref', OWN).update({ valid_until });
    context.assessNow = jest.fn(async ref => {
      await knex('postures')
        .where('entity_ref', ref)
        .update({ valid_until: SOON, score: 1 });
    });
    const posture = await read(OWN);
    expect(context.assessNow).toHaveBeenCalledTimes(expected ? 1 : 0);
    expect(posture.score).toBe(expected ? 1 : 7);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('no'))],
    ['is abandoned', () => Promise.resolve()],
  ])(
    'knows nothing when the posture has run out and assessment %s',
    async (_, assessNow) => {
      await knex('postures')
        .where('entity_ref', OWN)
        .update({ valid_until: JUST_NOW });
      context.assessNow = assessNow;
      const posture = await read(OWN);
      expect(posture).toMatchObject({ state: 'pending', ...NOTHING_KNOWN });
      expect(posture.score).toBeUndefined();
    },
  );

  it('knows nothing in lists and parts of what ran out long ago', async () => {
    await knex('postures').update({ valid_until: PAST });
    const { items } = await listPostures(context, {}, 'everything');
    expect(items.map(item => item.state)).toEqual([
      'pending',
      'pending',
      'pending',
    ]);
    await expect(read(SYSTEM)).resolves.toMatchObject({
      state: 'pending',
      ...NOTHING_KNOWN,
    });
  });

  it('shows a silent source as stale', async () => {
    await knex('sources').update({ stale_after_seconds: 60, state: 'fresh' });
    const { sources } = await read(OWN);
    expect(sources.map(source => source.state)).toEqual(['stale', 'stale']);
    expect(sources[0].since).toBe('2026-11-01T00:01:00.000Z');
  });

  it('rolls up unknown where the claim of a part is not confirmed', async () => {
    await knex('entity_relations').insert({
      source_ref: UNCONFIRMED,
      type: 'partOf',
      target_ref: SYSTEM,
    });
    const posture = await read(SYSTEM);
    expect(posture.parts).toHaveLength(3);
    expect(
      posture.controls.find(control => control.id === 'read-only-root')?.result,
    ).toBe('unknown');
  });

  it('ends where parts are part of each other', async () => {
    await knex('entity_relations').insert({
      source_ref: DOMAIN,
      type: 'partOf',
      target_ref: SYSTEM,
    });
    const posture = await read(DOMAIN);
    expect(posture.parts.map(part => part.entityRef)).toEqual([OTHERS, OWN]);
  });

  it('has no posture for a system without parts', async () => {
    const ref = 'system:default/empty';
    await insertEntity(knex, ref);
    await insertPosture(knex, ref, {
      score: 100,
      grade: 'A',
      assessed_at: SEEN,
    });
    await expect(read(ref)).resolves.toMatchObject(NOTHING_KNOWN);
  });
});
