/** A cluster whose evidence is evaluated, as in a run of its source. */
import { mockServices } from '@backstage/backend-test-utils';
import type { CollectedObject } from '@shift-down/plugin-shift-down-common';
import type { Evaluated } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { ClusterEvaluator } from '../evaluation/ClusterEvaluator';
import type { EvaluationConfig } from '../evaluation/config';
import type { Evaluator } from '../evaluation/Evaluator';
import { InlineEvaluator } from '../evaluation/InlineEvaluator';
import { OWN_CLOCK } from './clock';
import { workload } from './evidence';
import { CLUSTER, CONTROLS, createSink, FOLLOWER, seizeLease } from './sink';
import { silentMetrics } from './telemetry';

/** Notes what it was asked, and fails where a test wants it to. @internal */
export class WatchedEvaluator implements Evaluator {
  readonly #inner: Evaluator;
  /** Names of what was evaluated, in order. */
  readonly asked: string[] = [];
  fails: (name: string) => Error | undefined = () => undefined;

  constructor(inner: Evaluator = new InlineEvaluator()) {
    this.#inner = inner;
  }

  prepare(cluster: string, surroundings: string): Promise<string[]> {
    return this.#inner.prepare(cluster, surroundings);
  }

  async evaluate(cluster: string, input: string): Promise<Evaluated> {
    const { name, subject } = JSON.parse(input);
    this.asked.push(name ?? subject.name);
    const error = this.fails(name ?? subject.name);
    if (error) {
      throw error;
    }
    return await this.#inner.evaluate(cluster, input);
  }

  forget(cluster: string): void {
    this.#inner.forget(cluster);
  }

  async close(): Promise<void> {
    await this.#inner.close();
  }

  /** What was asked since this was last called. */
  take(): string[] {
    return this.asked.splice(0).sort();
  }
}

/** @internal */
export async function startEvaluation(
  knex: Knex,
  options: {
    evaluator?: Evaluator;
    config?: Partial<EvaluationConfig>;
    clock?: Clock;
    controlsVersion?: string;
  } = {},
) {
  const { clock = OWN_CLOCK } = options;
  const stop = new AbortController();
  const logger = mockServices.logger.mock();
  const evaluator = options.evaluator ?? new WatchedEvaluator();
  await knex('clusters')
    .insert({ name: CLUSTER.name, title: CLUSTER.name })
    .onConflict('name')
    .ignore();
  const lease = await seizeLease(knex);
  const observer = new ClusterEvaluator({
    database: knex,
    clock,
    lease,
    clusterName: CLUSTER.name,
    controls: {
      index: CONTROLS.index,
      version: options.controlsVersion ?? CONTROLS.version,
    },
    follower: FOLLOWER,
    evaluator,
    config: { enabled: true, ...options.config },
    evaluationMetrics: silentMetrics().evaluation,
    metrics: silentMetrics().collection,
    trusted: [],
    staleAfterSeconds: 300,
    signal: stop.signal,
    logger,
    onMarked: () => {},
    delayMilliseconds: 10,
  });
  const sink = await createSink(knex, { lease, observer, clock });
  return {
    sink,
    logger,
    lease,
    /** Resolves when all that was stored by now is evaluated. */
    settled: () => observer.whenIdle(),
    stop(): void {
      stop.abort();
    },
  };
}

/** A Deployment with one container, as it is kept. @internal */
export function deploymentOf(
  name: string,
  container: object = {},
  options: {
    in?: string;
    spec?: object;
    replicas?: number;
    labels?: Record<string, string>;
  } = {},
): CollectedObject {
  const { in: namespace = 'payments', spec = {}, replicas, labels } = options;
  return workload(name, {
    in: namespace,
    ...(labels && { labels }),
    fields: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: {
        ...(replicas !== undefined && { replicas }),
        template: {
          spec: {
            containers: [{ name: 'main', image: 'a/b', ...container }],
            ...spec,
          },
        },
      },
    },
  });
}
