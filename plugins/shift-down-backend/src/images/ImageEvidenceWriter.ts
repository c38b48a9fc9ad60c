/**
 * Writes what is known about the images of one cluster's workloads as evidence of kinds of
 * their own: soon after workloads or images change, and under the lease of the cluster.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import {
  BatchWriter,
  type BatchWriterOptions,
} from '../collection/BatchWriter';
import { describeError } from '../collection/describeError';
import type { EvidenceFollower } from '../collection/EvidenceFollower';
import type { EvidenceObserver } from '../collection/EvidenceObserver';
import type { FencedWriter } from '../collection/HeldLease';
import {
  NamespaceWork,
  type ChangedNamespaces,
} from '../collection/NamespaceWork';
import type { Clock } from '../database/DatabaseClock';
import type { StoreContext } from '../database/operations/collection/storeObjects';
import { removeAllDerived } from '../database/operations/derived/removeDerived';
import { reportDerived } from '../database/operations/derived/reportDerived';
import {
  selectCluster,
  selectNamespaces,
} from '../database/operations/evaluation/selectNamespaces';
import type { DerivedEvidenceProvider } from './derivedEvidence';
import { writeNamespace } from './writeNamespace';

/** Changes come in crowds. */
const DELAY_MILLISECONDS = 300;
const RETRY_MILLISECONDS = 10_000;
/** Images change without a word: so often they are asked for it. */
const POLL_MILLISECONDS = 5000;

/** @internal */
export interface ImageEvidenceWriterOptions extends BatchWriterOptions {
  database: Knex;
  clock: Clock;
  lease: FencedWriter;
  clusterName: string;
  follower: EvidenceFollower;
  providers: readonly DerivedEvidenceProvider[];
  staleAfterSeconds: number;
  /** Aborts when the run ends that the changes come from. */
  signal: AbortSignal;
  logger: LoggerService;
  delayMilliseconds?: number;
  pollMilliseconds?: number;
}

/** @internal */
export class ImageEvidenceWriter implements EvidenceObserver {
  readonly #options: ImageEvidenceWriterOptions;
  readonly #writer: BatchWriter;
  readonly #work: NamespaceWork;
  /** By kind, up to when its changes were taken in. */
  readonly #cursors = new Map<string, string>();
  /** By kind that is not configured, the cluster in which nothing is left of it. */
  readonly #removed = new Map<string, string>();

  constructor(options: ImageEvidenceWriterOptions) {
    this.#options = options;
    this.#writer = new BatchWriter(options);
    this.#work = new NamespaceWork({
      work: changed => this.#write(changed),
      onFailure: error => this.#noteFailure(error),
      delayMilliseconds: options.delayMilliseconds ?? DELAY_MILLISECONDS,
      retryMilliseconds: RETRY_MILLISECONDS,
      heartbeatMilliseconds: options.pollMilliseconds ?? POLL_MILLISECONDS,
      signal: options.signal,
    });
  }

  listed(kind: SourceKind, removed: boolean): void {
    this.changed(kind, removed ? undefined : new Set());
  }

  changed(kind: SourceKind, namespaces?: ReadonlySet<string>): void {
    if (kind === 'Workload') {
      this.#work.start();
      this.#work.note(namespaces ?? 'everywhere');
    }
  }

  /** Resolves once all that changed until then has been written. */
  async whenIdle(): Promise<void> {
    await this.#work.whenIdle();
  }

  async #write(changed: ChangedNamespaces): Promise<void> {
    const { clusterName, database } = this.#options;
    const cluster = await selectCluster(database, clusterName);
    if (!cluster) {
      return;
    }
    for (const provider of this.#options.providers) {
      if (provider.enabled) {
        await this.#writeKind(provider, cluster.uid, changed);
      } else if (this.#removed.get(provider.kind) !== cluster.uid) {
        await this.#removeKind(provider, cluster.uid);
      }
    }
  }

  async #writeKind(
    provider: DerivedEvidenceProvider,
    clusterUid: string,
    changed: ChangedNamespaces,
  ): Promise<void> {
    const { clock, clusterName, database, lease, onMarked, signal } =
      this.#options;
    const { kind } = provider;
    const startedAt = clock.now().toISOString();
    const changes = await provider.changedSince(
      clusterUid,
      this.#cursors.get(kind),
    );
    const namespaces =
      changed === 'everywhere' || changes.namespaces === 'everywhere'
        ? await selectNamespaces(database, clusterUid)
        : new Set([...changed, ...changes.namespaces]);
    const pass = await provider.prepare();
    for (const namespace of namespaces) {
      signal.throwIfAborted();
      await writeNamespace(namespace, pass, {
        ...this.#options,
        kind,
        writer: this.#writer,
        context: () => this.#context(clusterUid),
      });
    }
    // Not before: what was not written is a change still.
    this.#cursors.set(kind, changes.cursor);
    const outcome = await lease.transact(tx =>
      reportDerived(
        tx,
        {
          clusterName,
          clusterUid,
          kind,
          staleAfterSeconds: this.#options.staleAfterSeconds,
        },
        { madeAt: startedAt, now: clock.now().toISOString(), warnings: [] },
      ),
    );
    if (outcome === 'changed') {
      onMarked();
    }
  }

  async #removeKind(
    { kind }: DerivedEvidenceProvider,
    clusterUid: string,
  ): Promise<void> {
    const { database, lease, onMarked } = this.#options;
    const outcome = await removeAllDerived(database, lease, kind, () =>
      this.#context(clusterUid),
    );
    this.#removed.set(kind, clusterUid);
    if (outcome === 'changed') {
      onMarked();
    }
  }

  #context(clusterUid: string): StoreContext {
    const { clock, clusterName, follower, signal } = this.#options;
    signal.throwIfAborted();
    return {
      clusterName,
      clusterUid,
      follower,
      now: clock.now().toISOString(),
    };
  }

  /** Nothing is said of them then, and what was said becomes stale. */
  #noteFailure(error: unknown): void {
    const { clusterName, logger, signal } = this.#options;
    if (!signal.aborted) {
      logger.warn(
        `What is known about the images of cluster '${clusterName}' could not ` +
          `be written, trying again: ${describeError(error)}`,
      );
    }
  }
}
