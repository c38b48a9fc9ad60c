import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../../__testUtils__/database';
import {
  idOf,
  insertCluster,
  insertEntity,
  insertSubject,
} from '../../../__testUtils__/rows';
import { countOtherExceptions } from './countOtherExceptions';
import { coverFindings } from './coverFindings';
import { loadExceptedDays } from './loadExceptedDays';
import { loadSubjectOwners } from './loadSubjectOwners';
import { insertException } from './storeException';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

const OWN = 'component:default/own';
const OTHERS = 'component:default/others';
const TEAM_A = 'group:default/team-a';
const TEAM_B = 'group:default/team-b';
const PLATFORM = 'group:default/platform';

async function seed(knex: Knex): Promise<void> {
  await insertCluster(knex, 'demo');
  await insertEntity(knex, OWN, { owners: [TEAM_A] });
  await insertEntity(knex, OTHERS, { owners: [TEAM_B] });
  for (const [name, owner_ref] of [
    ['shared', PLATFORM],
    ['unused', TEAM_B],
  ]) {
    await knex('namespaces').insert({
      cluster_uid: 'uid-demo',
      name,
      object_id: idOf('namespace', name),
      uid: idOf(name),
      labels: '{}',
      fields: '{}',
      owner_ref,
    });
  }
  await insertSubject(knex, {
    cluster: 'demo',
    namespace: 'shared',
    name: 'own',
    entities: [OWN],
  });
}

async function insert(
  knex: Knex,
  id: string,
  state: 'requested' | 'approved' | 'rejected',
  active?: [string, string],
): Promise<void> {
  const person = { userRef: 'user:default/ann', subject: 'ann' };
  await insertException(
    knex,
    {
      id,
      version: 1,
      state,
      content: {
        type: 'accepted-risk',
        expectation: { type: 'control', control: 'run-as-non-root' },
        scope: { entityRef: OWN },
        from: '2026-11-01T00:00:00.000Z',
        until: '2026-11-10T00:00:00.000Z',
        category: 'other',
        justification: 'Because',
        compensatingControls: '',
        ticket: '',
      },
      severity: 'high',
      requester: person,
      lastEditor: person,
      requestedAt: '2026-11-01T00:00:00.000Z',
      breakGlass: false,
      approvals: [],
      ...(active && { active: { from: active[0], until: active[1] } }),
    },
    {},
  );
}

const day = (number: number) =>
  `2026-11-${String(number).padStart(2, '0')}T00:00:00.000Z`;

const REACH = { findingId: 'f'.repeat(32), entityRef: OWN };

describe.each(databases.eachSupportedId())('limits on %p', id => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, id);
    await seed(knex);
  });

  beforeEach(async () => {
    await knex('exception_findings').delete();
    await knex('exceptions').delete();
  });

  it('counts days that several cover once, and none of others or of its own', async () => {
    await insert(knex, 'first', 'approved', [day(1), day(5)]);
    await insert(knex, 'overlapping', 'approved', [day(3), day(8)]);
    await insert(knex, 'own', 'approved', [day(10), day(20)]);
    await insert(knex, 'never', 'requested');
    for (const exception of ['first', 'overlapping', 'own', 'never']) {
      await coverFindings(knex, exception, [REACH], day(1));
    }
    expect(await loadExceptedDays(knex, 'own', [REACH])).toBe(7);
    expect(
      await loadExceptedDays(knex, 'own', [{ ...REACH, entityRef: OTHERS }]),
    ).toBe(0);
    expect(await loadExceptedDays(knex, 'own', [])).toBe(0);
    await knex('exception_findings').update({ covered: false });
    expect(await loadExceptedDays(knex, 'own', [REACH])).toBe(0);
  });

  it('counts what is open or active beside it', async () => {
    await insert(knex, 'own', 'requested');
    await insert(knex, 'open', 'requested');
    await insert(knex, 'active', 'approved', [day(1), day(5)]);
    await insert(knex, 'ended', 'approved', [day(1), day(2)]);
    await insert(knex, 'rejected', 'rejected');
    expect(await countOtherExceptions(knex, 'own', OWN, day(3))).toBe(2);
    expect(await countOtherExceptions(knex, 'own', OTHERS, day(3))).toBe(0);
  });

  it('knows the owners of the entity, and of where it runs', async () => {
    const both = [PLATFORM, TEAM_A];
    expect(await loadSubjectOwners(knex, { entityRef: OWN })).toEqual(both);
    expect(
      await loadSubjectOwners(knex, { entityRef: OWN, namespace: 'shared' }),
    ).toEqual(both);
    expect(
      await loadSubjectOwners(knex, { entityRef: OWN, namespace: 'unused' }),
    ).toEqual([TEAM_A]);
    expect(
      await loadSubjectOwners(knex, { entityRef: OWN, cluster: 'uid-other' }),
    ).toEqual([TEAM_A]);
    expect(await loadSubjectOwners(knex, { entityRef: OTHERS })).toEqual([
      TEAM_B,
    ]);
  });
});
