import {
  metricsServiceMock,
  tracingServiceMock,
} from '@backstage/backend-test-utils/alpha';
import { TestDatabases } from '@backstage/backend-test-utils';
import { readFileSync } from 'node:fs';
import { OWN_CLOCK } from './__testUtils__/clock';
import { migratedDatabase } from './__testUtils__/database';
import { AssessmentMetrics } from './assessment/metrics';
import { CollectionMetrics } from './collection/metrics';
import { measureRequests } from './service/metrics';
import { inSpan } from './telemetry';

jest.setTimeout(60_000);

/** Instruments by name, with the callbacks that were added to them. */
function recordingMetrics() {
  const created: string[] = [];
  const callbacks = new Map<
    string,
    (result: { observe: jest.Mock }) => unknown
  >();
  const instrument = (name: string) => {
    created.push(name);
    return {
      add: jest.fn(),
      record: jest.fn(),
      removeCallback: jest.fn(),
      addCallback: jest.fn(callback => {
        callbacks.set(name, callback);
      }),
    };
  };
  const metrics = metricsServiceMock.mock({
    createCounter: instrument,
    createHistogram: instrument,
    createObservableGauge: instrument,
  });
  const observe = async (name: string) => {
    const result = { observe: jest.fn() };
    await callbacks.get(name)?.(result);
    return result.observe.mock.calls;
  };
  return { metrics, created, observe };
}

describe('telemetry', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'observes sources, leases and the queue on %p',
    async id => {
      const knex = await migratedDatabase(databases, id);
      const now = Date.now();
      const ago = (seconds: number) =>
        new Date(now - seconds * 1000).toISOString();
      await knex('sources').insert({
        cluster_name: 'demo',
        kind: 'PolicyReport',
        state: 'fresh',
        since: ago(1000),
        last_success_at: ago(600),
        error: null,
        warnings: '[]',
        stale_after_seconds: 300,
      });
      await knex('sources').insert({
        cluster_name: 'demo',
        kind: 'ClusterReport',
        state: 'not-installed',
        since: ago(1000),
        last_success_at: ago(9000),
        error: null,
        warnings: '[]',
        stale_after_seconds: 300,
      });
      await knex('assessment_queue').insert([
        { entity_ref: 'a', ticket: 't', due_at: ago(60), attempts: 0 },
        { entity_ref: 'b', ticket: 't', due_at: ago(-60), attempts: 0 },
      ]);
      const { metrics, created, observe } = recordingMetrics();
      const telemetry = { metrics, tracing: tracingServiceMock.mock() };
      const collection = new CollectionMetrics(telemetry);
      collection.observeSources(knex, OWN_CLOCK);
      const assessment = new AssessmentMetrics(telemetry);
      assessment.observeQueue(knex, OWN_CLOCK);
      measureRequests(telemetry);
      collection.leaseTaken('demo', 4);

      const source = { cluster: 'demo', kind: 'PolicyReport' };
      const states = await observe('shift_down.source.state');
      expect(states.map(([, { kind, state }]) => `${kind} ${state}`)).toEqual(
        expect.arrayContaining([
          'PolicyReport stale',
          'ClusterReport not-installed',
        ]),
      );
      const ages = await observe('shift_down.source.age');
      expect(ages).toEqual([[expect.any(Number), source]]);
      const [[age]] = ages;
      expect(age).toBeGreaterThanOrEqual(600);
      expect(age).toBeLessThan(660);
      expect(await observe('shift_down.lease.term')).toEqual([
        [4, { cluster: 'demo' }],
      ]);
      collection.leaseEnded('demo', 'lost');
      expect(await observe('shift_down.lease.term')).toEqual([]);
      expect(await observe('shift_down.assessment.queue.length')).toEqual([
        [1],
      ]);
      const [[queued]] = await observe('shift_down.assessment.queue.age');
      expect(queued).toBeGreaterThanOrEqual(60);

      const readme = readFileSync(`${__dirname}/../README.md`, 'utf8');
      for (const name of created) {
        expect(readme).toContain(`\`${name}\``);
      }
    },
  );

  it('tells a span of an error without what it must not export', async () => {
    const tracing = tracingServiceMock.mock();
    const error = new Error(
      "insert into x values ('secret row') - password=hunter2hunter2 is taken",
    );
    await expect(
      inSpan(tracing, 'work', {}, async () => {
        throw error;
      }),
    ).rejects.toBe(error);
    const [[status]] = tracing.spans[0].setStatus.mock.calls;
    expect(status.code).toBe('error');
    expect(status.message).not.toMatch(/secret row|hunter2/);
  });
});
