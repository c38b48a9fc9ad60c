import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { EvidenceSource } from '@shift-down/plugin-shift-down-node';
import { WatchedEvaluator } from '../__testUtils__/clusterEvaluator';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import { eventually } from '../__testUtils__/eventually';
import { CLUSTER, CONTROLS, FOLLOWER, seizeLease } from '../__testUtils__/sink';
import { silentMetrics } from '../__testUtils__/telemetry';
import { createEvaluationObserver } from './createEvaluationObserver';

jest.setTimeout(60_000);

describe('the evaluation of a cluster whose source runs again', () => {
  const databases = TestDatabases.create();

  it('is that of the last run alone, which keeps what it knows', async () => {
    const knex = await migratedDatabase(databases, 'SQLITE_3');
    await knex('clusters').insert({
      name: CLUSTER.name,
      uid: CLUSTER.uid,
      title: CLUSTER.name,
    });
    const evaluator = new WatchedEvaluator();
    const prepare = jest.spyOn(evaluator, 'prepare');
    const forget = jest.spyOn(evaluator, 'forget');
    const observe = createEvaluationObserver({
      database: knex,
      clock: OWN_CLOCK,
      controls: CONTROLS,
      follower: FOLLOWER,
      evaluator,
      config: { enabled: true },
      evaluationMetrics: silentMetrics().evaluation,
      metrics: silentMetrics().collection,
      staleAfterSeconds: 300,
      onMarked: () => {},
      delayMilliseconds: 10,
    });
    const stop = new AbortController();
    const run = {
      source: { id: CLUSTER.name, title: '' } as EvidenceSource,
      lease: await seizeLease(knex),
      signal: stop.signal,
      logger: mockServices.logger.mock(),
    };

    observe(run).changed('Workload');
    await eventually(async () => prepare.mock.calls.length === 1);
    observe(run).changed('Workload');
    await eventually(
      async () =>
        prepare.mock.calls.length === 2 && forget.mock.calls.length === 1,
    );
    const [[first], [second]] = prepare.mock.calls;
    expect(forget.mock.calls).toEqual([[first]]);
    expect(second).not.toBe(first);

    stop.abort();
    await eventually(async () => forget.mock.calls.length === 2);
    expect(forget.mock.calls[1]).toEqual([second]);
  });
});
