import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import type { ServeContext } from '../ServeContext';
import {
  CONTROLS,
  FINDINGS,
  OTHERS,
  OWN,
  seedTwoTeams,
  TEAM_A,
} from '../__testUtils__/seedTwoTeams';
import { getFinding } from './getFinding';
import { imageContext } from '../__testUtils__/imageContext';

jest.setTimeout(60_000);

const OF_TEAM_A = { property: 'owner' as const, values: [TEAM_A] };

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('getFinding on %p', id => {
  let knex: Knex;
  let context: ServeContext;

  beforeEach(async () => {
    knex = await migratedDatabase(databases, id);
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
      assessNow: async () => {},
      mirrorNow: async () => {},
      clock: { now: () => new Date('2026-11-02T00:00:00.000Z') },
    };
  });

  it('names no other team’s entity that shares the place', async () => {
    await knex('subject_entities').insert({
      subject_id: (
        await knex('subjects').where('name', 'payments').first('id')
      ).id,
      entity_ref: OTHERS,
      via: 'test',
    });
    await knex('finding_entities').insert({
      ...(await knex('finding_entities')
        .where('finding_id', FINDINGS.ofA)
        .first()),
      entity_ref: OTHERS,
    });
    const finding = await getFinding(context, FINDINGS.ofA, OF_TEAM_A);
    expect(finding.entityRefs).toEqual([OWN]);
    expect(finding.occurrenceList).toMatchObject([{ entityRefs: [OWN] }]);
    expect(JSON.stringify(finding)).not.toContain(OTHERS);
  });

  it('tells what a skipped finding last was', async () => {
    await knex('finding_entities').where('finding_id', FINDINGS.ofA).update({
      result: 'unknown',
      reason: 'Skipped under exception legacy',
    });
    await knex('occurrences').where('finding_id', FINDINGS.ofA).update({
      result: 'unknown',
      reason: 'Skipped under exception legacy',
    });
    await expect(
      getFinding(context, FINDINGS.ofA, OF_TEAM_A),
    ).resolves.toMatchObject({
      result: 'unknown',
      reason: 'Skipped under exception legacy',
      lastFailedAt: '2026-11-01T00:00:00.000Z',
      occurrenceList: [{ result: 'unknown', outcome: 'fail' }],
    });
  });

  it('is unverified where it disappeared for all who may be read', async () => {
    const ofShared = (entityRef: string) =>
      knex('finding_entities').where({
        finding_id: FINDINGS.shared,
        entity_ref: entityRef,
      });
    await knex('finding_entities')
      .where('finding_id', FINDINGS.shared)
      .update({ result: 'unknown', unverified: false });
    await ofShared(OWN).update({ unverified: true });
    await knex('occurrences')
      .where('finding_id', FINDINGS.shared)
      .update({ result: 'unknown', vanished_from: 'payments' });
    const own = await getFinding(context, FINDINGS.shared, OF_TEAM_A);
    expect(own.unverified).toBe(true);
    expect(own.occurrenceList.map(it => it.unverified)).not.toContain(
      undefined,
    );

    const all = () => getFinding(context, FINDINGS.shared, 'everything');
    expect((await all()).unverified).toBeUndefined();
    await ofShared(OTHERS).update({ unverified: true });
    expect((await all()).unverified).toBe(true);
    await ofShared(OTHERS).update({ result: 'fail' });
    expect((await all()).unverified).toBeUndefined();
  });

  it('gives a finding about a Namespace to the entities that it concerns', async () => {
    await knex('subject_entities').where('entity_ref', OWN).delete();
    await expect(
      getFinding(context, FINDINGS.ofA, OF_TEAM_A),
    ).resolves.toMatchObject({
      occurrences: 1,
      occurrenceList: [{ entityRefs: [OWN] }],
    });
  });

  it('still tells of a control that config has switched off', async () => {
    await expect(
      getFinding({ ...context, controls: [] }, FINDINGS.ofA, OF_TEAM_A),
    ).resolves.toMatchObject({ control: { id: 'run-as-non-root' } });
  });
});
