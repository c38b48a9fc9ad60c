/**
 * Evaluates what is stored of one cluster whenever something of it changes, and keeps the
 * outcome as evidence of a kind of its own: off the way of the evidence itself, soon after
 * each change, and under the same lease.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { describeError } from '../collection/describeError';
import {
  BatchWriter,
  type BatchWriterOptions,
} from '../collection/BatchWriter';
import type { EvidenceFollower } from '../collection/EvidenceFollower';
import type { EvidenceObserver } from '../collection/EvidenceObserver';
import type { FencedWriter } from '../collection/HeldLease';
import { pause } from '../collection/pause';
import type { Clock } from '../database/DatabaseClock';
import {
  loadSurroundings,
  SURROUNDING_KINDS,
} from '../database/operations/evaluation/loadSurroundings';
import { loadIncomplete } from '../database/operations/evaluation/loadIncomplete';
import { removeAllEvaluations } from '../database/operations/evaluation/removeEvaluations';
import { reportEvaluation } from '../database/operations/evaluation/reportEvaluation';
import {
  selectCluster,
  selectNamespaces,
} from '../database/operations/evaluation/selectNamespaces';
import type { EvaluationConfig } from './config';
import type { Evaluator } from './Evaluator';
import { evaluateNamespace } from './evaluateNamespace';
import type { EvaluationMetrics } from './metrics';
import { NAMESPACED_KINDS } from './kinds';
import { prepareCluster, type PreparedCluster } from './prepareCluster';

/** Changes come in crowds. */
const DELAY_MILLISECONDS = 300;
const RETRY_MILLISECONDS = 10_000;
/** So often it is said that all is still as it was evaluated. */
const HEARTBEAT_MILLISECONDS = 15_000;
const MAX_WARNINGS = 20;

/** Namespaces. */
type Changed = 'everywhere' | Set<string>;

/** @internal */
export interface ClusterEvaluatorOptions extends BatchWriterOptions {
  database: Knex;
  clock: Clock;
  lease: FencedWriter;
  clusterName: string;
  follower: EvidenceFollower;
  evaluator: Evaluator;
  config: EvaluationConfig;
  evaluationMetrics: EvaluationMetrics;
  /** What enforces network policies in the cluster, if config says so. */
  networkPolicyProvider?: string;
  /** Whom the platform trusts, beside itself. */
  trusted: readonly string[];
  staleAfterSeconds: number;
  /** Aborts when the run ends that the changes come from. */
  signal: AbortSignal;
  logger: LoggerService;
  delayMilliseconds?: number;
}

/** @internal */
export class ClusterEvaluator implements EvidenceObserver {
  readonly #options: ClusterEvaluatorOptions;
  readonly #writer: BatchWriter;
  /** Of its own, lest one that ends takes it from the one that follows. */
  readonly #key = randomUUID();
  /** Namespaces in which something changed; at first nobody knows in which. */
  #changed: Changed = 'everywhere';
  #woken: () => void = () => {};
  #working = false;
  #idle = false;
  #waiting: (() => void)[] = [];
  #prepared: PreparedCluster | undefined;

  constructor(options: ClusterEvaluatorOptions) {
    this.#options = options;
    this.#writer = new BatchWriter(options);
  }

  listed(kind: SourceKind, removed: boolean): void {
    this.changed(kind, removed ? undefined : new Set());
  }

  changed(kind: SourceKind, namespaces?: ReadonlySet<string>): void {
    const isSurrounding = SURROUNDING_KINDS.some(it => it === kind);
    if (!isSurrounding && !NAMESPACED_KINDS.some(it => it === kind)) {
      return;
    }
    this.#start();
    if (namespaces === undefined || (isSurrounding && namespaces.size > 0)) {
      this.#changed = 'everywhere';
    } else if (this.#changed !== 'everywhere') {
      namespaces.forEach(it => (this.#changed as Set<string>).add(it));
    }
    if (namespaces === undefined || namespaces.size > 0) {
      this.#woken();
    }
  }

  /** Resolves once everything that changed until then has been evaluated. */
  async whenIdle(): Promise<void> {
    if (this.#hasChanged || !this.#idle) {
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
  }

  get #hasChanged(): boolean {
    return this.#changed === 'everywhere' || this.#changed.size > 0;
  }

  #start(): void {
    const { clusterName, evaluationMetrics, signal } = this.#options;
    if (!this.#working && !signal.aborted) {
      this.#working = true;
      evaluationMetrics.observeBacklog(clusterName, () =>
        this.#changed === 'everywhere' ? 1 : this.#changed.size,
      );
      // Whatever it meets is logged, and ends with the run.
      void this.#work();
    }
  }

  /** A change during an evaluation is looked at after it. */
  async #work(): Promise<void> {
    const { clusterName, evaluationMetrics, evaluator, signal } = this.#options;
    const { delayMilliseconds = DELAY_MILLISECONDS } = this.#options;
    let delay = delayMilliseconds;
    while (!signal.aborted) {
      await pause(delay, signal);
      if (signal.aborted) {
        break;
      }
      const changed = this.#changed;
      this.#changed = new Set();
      try {
        await this.#evaluate(changed);
        delay = delayMilliseconds;
      } catch (error) {
        this.#putBack(changed);
        delay = RETRY_MILLISECONDS;
        this.#noteFailure(error);
        continue;
      }
      if (!this.#hasChanged) {
        await this.#nextChange();
      }
    }
    evaluator.forget(this.#key);
    evaluationMetrics.forgetBacklog(clusterName);
  }

  async #evaluate(changed: Changed): Promise<void> {
    const { clock, clusterName, config, database, lease, onMarked } =
      this.#options;
    const startedAt = clock.now().toISOString();
    const found = await selectCluster(database, clusterName);
    if (!found) {
      this.#prepared = undefined;
      return;
    }
    const { uid } = found;
    if (!config.enabled) {
      await this.#disable(uid);
      return;
    }
    const [cluster, renewed] = await this.#prepare(found, changed);
    await this.#evaluateAll(
      changed === 'everywhere' || renewed
        ? new Set(await selectNamespaces(database, uid))
        : changed,
      cluster,
    );
    const outcome = await lease.transact(tx =>
      reportEvaluation(
        tx,
        {
          clusterName,
          clusterUid: uid,
          staleAfterSeconds: this.#options.staleAfterSeconds,
        },
        {
          evaluatedAt: startedAt,
          now: clock.now().toISOString(),
          warnings: cluster.problems.slice(0, MAX_WARNINGS),
        },
      ),
    );
    if (outcome === 'changed') {
      onMarked();
    }
  }

  /** What is done is taken out, so that after a failure only the rest is left. */
  async #evaluateAll(
    namespaces: Set<string>,
    cluster: PreparedCluster,
  ): Promise<void> {
    for (const namespace of namespaces) {
      this.#options.signal.throwIfAborted();
      await evaluateNamespace(namespace, cluster, {
        ...this.#options,
        writer: this.#writer,
      });
      namespaces.delete(namespace);
    }
  }

  /** Returns also whether everything has to be looked at again. */
  async #prepare(
    found: { uid: string; kubernetesVersion: string | null },
    changed: Changed,
  ): Promise<[PreparedCluster, boolean]> {
    const { clusterName, database } = this.#options;
    const incomplete = await loadIncomplete(database, clusterName, [
      ...NAMESPACED_KINDS,
      ...SURROUNDING_KINDS,
    ]);
    const state = { ...found, incomplete };
    const known = this.#prepared;
    if (changed !== 'everywhere' && known?.state === JSON.stringify(state)) {
      return [known, false];
    }
    const prepared = await prepareCluster(
      state,
      await loadSurroundings(database, found.uid),
      { ...this.#options, key: this.#key },
    );
    known?.refused.forEach((it, id) => prepared.refused.set(id, it));
    this.#prepared = prepared;
    return [prepared, true];
  }

  async #disable(uid: string): Promise<void> {
    const { clock, clusterName, database, follower, lease, onMarked } =
      this.#options;
    const outcome = await removeAllEvaluations(database, lease, () => ({
      clusterName,
      clusterUid: uid,
      follower,
      now: clock.now().toISOString(),
    }));
    if (outcome === 'changed') {
      onMarked();
    }
  }

  async #nextChange(): Promise<void> {
    const waited = new AbortController();
    this.#woken = () => waited.abort();
    this.#idle = true;
    this.#waiting.splice(0).forEach(resolve => resolve());
    await pause(
      HEARTBEAT_MILLISECONDS,
      AbortSignal.any([waited.signal, this.#options.signal]),
    );
    this.#woken = () => {};
    this.#idle = false;
  }

  #putBack(changed: Changed): void {
    if (changed === 'everywhere' || this.#changed === 'everywhere') {
      this.#changed = 'everywhere';
    } else {
      this.#changed = new Set([...changed, ...this.#changed]);
    }
  }

  /** Nothing is said of it then, and what was said becomes stale. */
  #noteFailure(error: unknown): void {
    const { clusterName, logger, signal } = this.#options;
    if (!signal.aborted) {
      logger.warn(
        `Cluster '${clusterName}' could not be evaluated, trying again: ` +
          `${describeError(error)}`,
      );
    }
  }
}
