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
import {
  NamespaceWork,
  type ChangedNamespaces,
} from '../collection/NamespaceWork';
import type { Clock } from '../database/DatabaseClock';
import {
  loadSurroundings,
  SURROUNDING_KINDS,
} from '../database/operations/evaluation/loadSurroundings';
import { loadIncomplete } from '../database/operations/evaluation/loadIncomplete';
import { removeAllDerived } from '../database/operations/derived/removeDerived';
import { reportDerived } from '../database/operations/derived/reportDerived';
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
  readonly #work: NamespaceWork;
  #prepared: PreparedCluster | undefined;

  constructor(options: ClusterEvaluatorOptions) {
    this.#options = options;
    this.#writer = new BatchWriter(options);
    const { clusterName, evaluationMetrics, evaluator } = options;
    this.#work = new NamespaceWork({
      work: changed => this.#evaluate(changed),
      onFailure: error => this.#noteFailure(error),
      onEnd: () => {
        evaluator.forget(this.#key);
        evaluationMetrics.forgetBacklog(clusterName);
      },
      delayMilliseconds: options.delayMilliseconds ?? DELAY_MILLISECONDS,
      retryMilliseconds: RETRY_MILLISECONDS,
      heartbeatMilliseconds: HEARTBEAT_MILLISECONDS,
      signal: options.signal,
    });
  }

  listed(kind: SourceKind, removed: boolean): void {
    this.changed(kind, removed ? undefined : new Set());
  }

  changed(kind: SourceKind, namespaces?: ReadonlySet<string>): void {
    const isSurrounding = SURROUNDING_KINDS.some(it => it === kind);
    if (!isSurrounding && !NAMESPACED_KINDS.some(it => it === kind)) {
      return;
    }
    if (this.#work.start()) {
      const { clusterName, evaluationMetrics } = this.#options;
      evaluationMetrics.observeBacklog(clusterName, () => this.#work.backlog);
    }
    this.#work.note(
      namespaces === undefined || (isSurrounding && namespaces.size > 0)
        ? 'everywhere'
        : namespaces,
    );
  }

  /** Resolves once everything that changed until then has been evaluated. */
  async whenIdle(): Promise<void> {
    await this.#work.whenIdle();
  }

  async #evaluate(changed: ChangedNamespaces): Promise<void> {
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
      reportDerived(
        tx,
        {
          clusterName,
          clusterUid: uid,
          kind: 'Evaluation',
          staleAfterSeconds: this.#options.staleAfterSeconds,
        },
        {
          madeAt: startedAt,
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
    changed: ChangedNamespaces,
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
    const outcome = await removeAllDerived(
      database,
      lease,
      'Evaluation',
      () => ({
        clusterName,
        clusterUid: uid,
        follower,
        now: clock.now().toISOString(),
      }),
    );
    if (outcome === 'changed') {
      onMarked();
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
