import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import { eventually } from '../../__testUtils__/eventually';
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
import { LEASE_TIMES } from '../../collection/leaseTimes';
import type { Clock } from '../../database/DatabaseClock';
import { ExceptionClock } from './ExceptionClock';

jest.setTimeout(60_000);

const databases = TestDatabases.create();
const SHOP = 'component:default/shop';
const never = new AbortController().signal;

describe.each(databases.eachSupportedId())('ExceptionClock on %s', id => {
  let database: Knex;

  beforeEach(async () => {
    database = await migratedDatabase(databases, id);
  });

  function start(clock: Clock) {
    const changes: [string, string][] = [];
    const imported: { importedFrom: string; content: object }[] = [];
    const signal = jest.fn();
    const onMarked = jest.fn();
    const exceptionClock = new ExceptionClock({
      database,
      clock,
      exceptions: {
        changeAsPortal: async (exceptionId, { action }) => {
          changes.push([exceptionId, action]);
          if (action === 'lapse') {
            await database('exceptions')
              .where('id', exceptionId)
              .update({ state: 'lapsed', review_due_at: null });
          }
        },
        import: async (content, { importedFrom }) => {
          imported.push({ importedFrom, content });
          await insertException(database, `imported-${imported.length}`, {
            state: 'unreviewed',
            imported_from: importedFrom,
            active_from: null,
            active_until: null,
          });
          return 'created';
        },
      },
      notices: { round: async () => {} },
      leaseTimes: LEASE_TIMES,
      logger: mockServices.logger.mock(),
      signal,
      onMarked,
    });
    return {
      changes,
      exceptionClock,
      imported,
      onMarked,
      round: () => exceptionClock.round(leaseOn(database), never),
      signal,
    };
  }

  const queued = async () =>
    (await database('assessment_queue').orderBy('entity_ref')).map(
      row => row.entity_ref,
    );
  const noticeIds = async () =>
    (await database('exception_notices').orderBy('id')).map(row => row.id);

  it('ends a broken glass that nobody looked at in time, and no other', async () => {
    const clock = clockAt('2026-11-10T00:00:00.000Z');
    await insertException(database, 'glass', {
      break_glass: true,
      review_due_at: '2026-11-11T00:00:00.000Z',
    });
    await insertException(database, 'reviewed', { break_glass: true });
    await insertException(database, 'confirmed', {
      break_glass: true,
      review_due_at: '2026-11-11T00:00:00.000Z',
      review_reason: 'It is wider',
      content_hash: 'hash',
    });
    await database('exception_approvals').insert({
      exception_id: 'confirmed',
      subject: 'email=sam@example.com',
      content_hash: 'hash',
      user_ref: 'user:default/sam',
      at: '2026-11-10T00:00:00.000Z',
    });
    await insertException(database, 'plain', {
      review_due_at: '2026-11-11T00:00:00.000Z',
      review_reason: 'It is wider',
    });
    const { changes, round } = start(clock);
    await round();
    expect(changes).toEqual([]);
    clock.set('2026-11-11T00:00:00.000Z');
    await round();
    await round();
    expect(changes).toEqual([['glass', 'lapse']]);
  });

  it('has entities assessed when an exception begins and ends, once each', async () => {
    const clock = clockAt('2026-11-10T00:00:00.000Z');
    await insertException(database, 'one', {
      active_from: '2026-11-10T00:01:00.000Z',
      active_until: '2026-11-10T00:02:00.000Z',
    });
    await insertException(database, 'not-approved', {
      entity_ref: 'component:default/other',
      state: 'requested',
      active_from: null,
      active_until: null,
    });
    const { onMarked, round, signal } = start(clock);
    await round();
    expect(await queued()).toEqual([]);
    for (const minute of ['01', '02']) {
      clock.set(`2026-11-10T00:${minute}:00.000Z`);
      await round();
      expect(await queued()).toEqual([SHOP]);
      await database('assessment_queue').delete();
      await round();
      expect(await queued()).toEqual([]);
    }
    expect(onMarked).toHaveBeenCalledTimes(2);
    expect(signal).toHaveBeenCalledTimes(2);
  });

  it('marks what turned while no replica ran', async () => {
    await insertException(database, 'one', {
      active_until: '2026-11-10T00:00:00.000Z',
    });
    const { round } = start(clockAt('2026-11-10T00:30:00.000Z'));
    await round();
    expect(await queued()).toEqual([SHOP]);
  });

  it.each`
    now             | from            | occasions
    ${'2026-11-10'} | ${'2026-10-01'} | ${[]}
    ${'2026-11-18'} | ${'2026-10-01'} | ${['ending-14']}
    ${'2026-11-29'} | ${'2026-10-01'} | ${['ending-3']}
    ${'2026-11-25'} | ${'2026-11-20'} | ${[]}
    ${'2026-11-29'} | ${'2026-11-20'} | ${['ending-3']}
    ${'2026-11-29'} | ${'2026-11-29'} | ${[]}
    ${'2026-12-01'} | ${'2026-10-01'} | ${[]}
  `(
    'warns on $now of an end on 1 December of one since $from: $occasions',
    async ({ from, now, occasions }) => {
      const until = '2026-12-01T00:00:00.000Z';
      await insertException(database, 'one', {
        active_from: `${from}T00:00:00.000Z`,
        active_until: until,
      });
      const { round } = start(clockAt(`${now}T00:00:00.000Z`));
      await round();
      expect(await noticeIds()).toEqual(
        occasions.map((occasion: string) => `one:${occasion}:${until}`),
      );
    },
  );

  it('notes which exceptions are in use', async () => {
    const used = await insertFinding(database, 'a', { entities: [SHOP] });
    const mended = await insertFinding(database, 'b', {});
    await insertException(database, 'used');
    await insertException(database, 'unused');
    await insertException(database, 'ended', {
      active_until: '2026-11-01T00:00:00.000Z',
    });
    await insertCovered(database, 'used', [used]);
    await insertCovered(database, 'unused', [mended]);
    await insertCovered(database, 'ended', [used]);
    await start(clockAt('2026-11-10T00:00:00.000Z')).round();
    const touched = await database('exceptions').whereNotNull(
      'last_matched_at',
    );
    expect(touched.map(row => row.id)).toEqual(['used']);
  });

  describe('what clusters hold', () => {
    async function insertExemption(
      name: string,
      row: { namespaces?: string[]; uid?: string; expires_at?: string } = {},
    ) {
      const { namespaces = ['shop'], uid = `uid-of-${name}`, ...rest } = row;
      const object_id = `object-of-${name}`;
      await database('objects').insert({
        id: object_id,
        cluster_uid: 'uid-demo',
        source_kind: 'PolicyException',
        api_version: 'kyverno.io/v2',
        kind: 'PolicyException',
        namespace: 'kyverno',
        name,
        uid,
        hash: '',
        observed_at: '2026-11-01T00:00:00.000Z',
      });
      await database('exemptions').insert({
        object_id,
        cluster_uid: 'uid-demo',
        engine: 'kyverno',
        namespace: 'kyverno',
        name,
        policies: JSON.stringify([{ policy: 'no-root', rules: ['check'] }]),
        namespaces: JSON.stringify(namespaces),
        scope: 'Lets through Pod.',
        reason: 'Somebody was in a hurry',
        created_at: '2026-10-20T00:00:00.000Z',
        ...rest,
      });
    }

    beforeEach(async () => {
      await insertCluster(database, 'demo');
      await insertEntity(database, SHOP);
    });

    it('is taken in once, as somebody else’s', async () => {
      await insertSubject(database, {
        cluster: 'demo',
        namespace: 'shop',
        name: 'web',
        entities: [SHOP],
      });
      await insertExemption('by-hand');
      const { imported, round } = start(clockAt('2026-11-10T00:00:00.000Z'));
      await round();
      await start(clockAt('2026-11-10T00:00:00.000Z')).round();
      expect(imported).toEqual([
        {
          importedFrom:
            'cluster:uid-demo/PolicyException.kyverno.io/kyverno/by-hand/no-root',
          content: {
            type: 'accepted-risk',
            expectation: {
              type: 'policy',
              engine: 'kyverno',
              policy: 'no-root',
              rule: 'check',
            },
            scope: { entityRef: SHOP, cluster: 'uid-demo', namespace: 'shop' },
            from: '2026-10-20T00:00:00.000Z',
            until: '9999-12-31T23:59:59.999Z',
            category: 'other',
            justification: 'Somebody was in a hurry\n\nLets through Pod.',
            compensatingControls: '',
            ticket: '',
          },
        },
      ]);
    });

    it.each([
      ['nobody is confirmed there', [], ['shop']],
      ['two share the namespace', [SHOP, 'component:default/b'], ['shop']],
      ['it reaches every namespace', [SHOP], []],
      ['one of its namespaces is another’s', [SHOP], ['shop', 'other']],
    ])('belongs to nobody where %s', async (_case, entities, namespaces) => {
      await insertSubject(database, {
        cluster: 'demo',
        namespace: 'shop',
        name: 'web',
        entities,
      });
      await insertSubject(database, {
        cluster: 'demo',
        namespace: 'other',
        name: 'web',
        entities: ['component:default/other'],
      });
      await insertExemption('by-hand', { namespaces });
      const { imported, round } = start(clockAt('2026-11-10T00:00:00.000Z'));
      await round();
      expect(imported[0].content).toMatchObject({ scope: { entityRef: '' } });
    });

    it.each([
      ['was made by us', 'uid-of-ours', 0],
      ['was ordered by us just now', null, 0],
      ['took the place of ours', 'uid-of-another', 1],
    ])('is counted if it %s: %s → %i', async (_case, object_uid, count) => {
      await insertException(database, 'one');
      await database('enforcements').insert({
        id: 'e',
        exception_id: 'one',
        cluster_uid: 'uid-demo',
        target: 'kyverno',
        delivery: 'cluster',
        state: 'applied',
        wanted: true,
        plan: '{}',
        object_key: 'kyverno.io/v2/PolicyException/kyverno/ours',
        object_uid,
        reason: '',
        since: '2026-11-01T00:00:00.000Z',
        attempts: 0,
      });
      await insertExemption('ours');
      const { imported, round } = start(clockAt('2026-11-10T00:00:00.000Z'));
      await round();
      expect(imported).toHaveLength(count);
    });

    it('is closed when it is gone and nobody had looked at it', async () => {
      await insertExemption('by-hand');
      await start(clockAt('2026-11-10T00:00:00.000Z')).round();
      await database('exemptions').delete();
      const { changes, round } = start(clockAt('2026-11-10T00:01:00.000Z'));
      await round();
      expect(changes).toEqual([['imported-1', 'lapse']]);
    });
  });

  it('works under its lease until it is stopped', async () => {
    await insertException(database, 'glass', {
      break_glass: true,
      review_due_at: '2026-11-11T00:00:00.000Z',
    });
    const { changes, exceptionClock } = start(
      clockAt('2026-11-12T00:00:00.000Z'),
    );
    exceptionClock.start();
    await eventually(async () => changes.length > 0);
    expect(changes).toEqual([['glass', 'lapse']]);
    await exceptionClock.stop();
  });
});
