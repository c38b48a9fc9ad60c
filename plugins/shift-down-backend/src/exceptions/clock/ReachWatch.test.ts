import { TestDatabases } from '@backstage/backend-test-utils';
import { OTHER_POLICIES_CONTROL_ID } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import {
  clockAt,
  insertCovered,
  insertException,
  leaseOn,
} from '../../__testUtils__/exceptions';
import {
  insertCluster,
  insertEntity,
  insertFinding,
  insertSubject,
} from '../../__testUtils__/rows';
import { hashPolicies } from '../../database/operations/exceptions/hashPolicies';
import { loadException } from '../../database/operations/exceptions/loadException';
import { loadWitnesses } from '../../database/operations/exceptions/loadWitnesses';
import { selectReached } from '../../database/operations/exceptions/selectReached';
import { ReachWatch } from './ReachWatch';

jest.setTimeout(60_000);

const databases = TestDatabases.create();
const SHOP = 'component:default/shop';

describe.each(databases.eachSupportedId())('ReachWatch on %s', id => {
  let database: Knex;
  let web: string;

  async function findingAt(
    name: string,
    subject: string,
    row: Parameters<typeof insertFinding>[2] = {},
  ) {
    return await insertFinding(database, name, {
      entities: [SHOP],
      seenIn: [{ subject_id: subject }],
      cluster_uid: 'uid-demo',
      namespace: 'shop',
      subject_kind: 'Deployment',
      subject_name: 'web',
      ...row,
    });
  }

  function watch() {
    const reasons: string[] = [];
    const reach = new ReachWatch({
      database,
      clock: clockAt('2026-11-10T00:00:00.000Z'),
      exceptions: {
        // Stands for the state machine: it notes the review, once.
        changeAsPortal: async (exceptionId, command) => {
          const reason = 'reason' in command ? command.reason : command.action;
          reasons.push(reason);
          await database('exceptions').where('id', exceptionId).update({
            review_reason: reason,
            review_since: '2026-11-10T00:00:00.000Z',
          });
        },
      },
    });
    return {
      reasons,
      look: () => reach.examine('one', leaseOn(database)),
    };
  }

  const rows = async () =>
    (
      await database('exception_findings')
        .select('finding_id', 'covered')
        .orderBy('finding_id')
    ).map(row => [row.finding_id, Boolean(row.covered)]);

  /** As a decision writes it down. */
  async function decide() {
    const record = await loadException(database, 'one');
    const { items } = await selectReached(database, record!.content);
    const witnesses = await loadWitnesses(database, items, record!.content);
    await database('exceptions').update({
      basis: JSON.stringify({
        policyHash: await hashPolicies(database, witnesses),
        reaches: items.map(({ entityRef, findingId }) => ({
          entityRef,
          findingId,
        })),
      }),
    });
  }

  beforeEach(async () => {
    database = await migratedDatabase(databases, id);
    await insertCluster(database, 'demo');
    await insertEntity(database, SHOP, { owners: ['group:default/shop'] });
    web = await insertSubject(database, {
      cluster: 'demo',
      namespace: 'shop',
      name: 'web',
      entities: [SHOP],
    });
    await insertException(database, 'one');
  });

  it('leaves alone what is as it was decided', async () => {
    const covered = await findingAt('a', web);
    await insertCovered(database, 'one', [covered]);
    await decide();
    const { look, reasons } = watch();
    await expect(look()).resolves.toBe(false);
    expect(reasons).toEqual([]);
    expect(await rows()).toEqual([[covered, true]]);
  });

  it('never covers what matches later, and asks for a review once', async () => {
    const covered = await findingAt('a', web);
    await insertCovered(database, 'one', [covered]);
    await decide();
    const later = await findingAt('b', web, { subject_name: 'worker' });
    const { look, reasons } = watch();
    await expect(look()).resolves.toBe(true);
    await expect(look()).resolves.toBe(false);
    expect(reasons).toEqual([
      '1 finding more matches it than what was decided, and is not exempt',
    ]);
    expect(await rows()).toEqual(
      [
        [covered, true],
        [later, false],
      ].sort(([a], [b]) => (a < b ? -1 : 1)),
    );

    // It was mended before anybody looked.
    await database('finding_entities').where('finding_id', later).delete();
    await expect(look()).resolves.toBe(true);
    expect(await rows()).toEqual([[covered, true]]);
  });

  it.each([
    ['is unknown', { result: 'unknown' }],
    ['is of another control', { control_id: 'privileged' }],
    ['no control covers', { control_id: OTHER_POLICIES_CONTROL_ID }],
    ['is another entity’s', { entities: ['component:default/other'] }],
  ])('does not mind a new finding that %s', async (_case, row) => {
    const covered = await findingAt('a', web);
    await insertCovered(database, 'one', [covered]);
    await decide();
    await findingAt('b', web, row);
    const { look, reasons } = watch();
    await look();
    expect(reasons).toEqual([]);
    expect(await rows()).toEqual([[covered, true]]);
  });

  it('forgets what is confirmed to be the entity’s no more', async () => {
    const covered = await findingAt('a', web);
    await insertCovered(database, 'one', [covered]);
    await decide();
    await database('subject_entities').delete();
    await database('finding_entities').delete();
    const { look, reasons } = watch();
    await look();
    expect(reasons).toEqual([
      '1 finding of what was decided is at no workload that is confirmed to be the entity’s any more',
    ]);
    expect(await rows()).toEqual([]);

    // Whoever gets it back asks again.
    await database('subject_entities').insert({
      subject_id: web,
      entity_ref: SHOP,
      via: 'test',
    });
    await database('finding_entities').insert({
      entity_ref: SHOP,
      finding_id: covered,
      control_id: 'run-as-non-root',
      result: 'fail',
      reason: '',
      severity_rank: 4,
      occurrences: 1,
    });
    await look();
    expect(await rows()).toEqual([[covered, false]]);
  });

  it('keeps what was mended: the same workload may come back', async () => {
    const covered = await findingAt('a', web);
    await insertCovered(database, 'one', [covered]);
    await decide();
    await database('finding_entities').delete();
    await database('occurrences').delete();
    await database('subject_entities').delete();
    const { look, reasons } = watch();
    await expect(look()).resolves.toBe(false);
    expect(reasons).toEqual([]);
    expect(await rows()).toEqual([[covered, true]]);
  });

  it('asks for a review when the policies are others', async () => {
    const covered = await findingAt('a', web);
    await insertCovered(database, 'one', [covered]);
    await decide();
    await database('occurrences').update({
      witness: JSON.stringify({
        engine: 'kyverno',
        reportedBy: 'kyverno',
        policy: 'a',
        rule: 'another-rule',
        outcome: 'fail',
      }),
    });
    const { look, reasons } = watch();
    await expect(look()).resolves.toBe(true);
    await expect(look()).resolves.toBe(false);
    expect(reasons).toEqual([
      'The policies that it is about are not what they were when it was decided',
    ]);
    expect(await rows()).toEqual([[covered, true]]);
  });

  it.each(['requested', 'revoked', 'unreviewed'])(
    'looks at none that is %s',
    async state => {
      await database('exceptions').update({ state });
      await findingAt('a', web);
      const { look } = watch();
      await expect(look()).resolves.toBe(false);
      expect(await rows()).toEqual([]);
    },
  );
});
