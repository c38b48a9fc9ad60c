/** Starts and stops a worker for every configured source. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EvidenceSource } from '@shift-down/plugin-shift-down-node';
import type { ControlIndex } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../database/DatabaseClock';
import { registerClusters } from '../database/operations/collection/registerClusters';
import { transact } from '../database/transact';
import { trustIn, TrustReviewer } from '../trust/TrustReviewer';
import { EventFilter } from './EventFilter';
import type { EvidenceFollower } from './EvidenceFollower';
import { tellAll, type EvidenceObserver } from './EvidenceObserver';
import { forgetUnconfigured } from './forgetUnconfigured';
import type { FencedWriter } from './HeldLease';
import type { LeaseTimes } from './leaseTimes';
import type { CollectionMetrics } from './metrics';
import { SourceWorker } from './SourceWorker';
import { StoringEvidenceSink } from './StoringEvidenceSink';

/** A run of a source, as seen by what works on its evidence meanwhile. @internal */
export interface ObservedRun {
  source: EvidenceSource;
  lease: FencedWriter;
  /** Aborts when the run ends. */
  signal: AbortSignal;
  logger: LoggerService;
}

/** @internal */
export interface CollectionServiceOptions {
  database: Knex;
  clock: Clock;
  sources: readonly EvidenceSource[];
  controls: { index: ControlIndex; version: string };
  follower: EvidenceFollower;
  staleAfterSeconds: number;
  leaseTimes: LeaseTimes;
  retry: { minimumSeconds: number; maximumSeconds: number };
  logger: LoggerService;
  metrics: CollectionMetrics;
  /** Comes after collection, beside the review of trust, for as long as a run lasts. */
  observe?(run: ObservedRun): EvidenceObserver;
  onMarked: () => void;
}

/** @internal */
export class CollectionService {
  readonly #options: CollectionServiceOptions;
  readonly #stop = new AbortController();
  readonly #holder = randomUUID();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: CollectionServiceOptions) {
    this.#options = options;
  }

  /**
   * Notes the configured clusters and starts to collect, and to forget those that
   * are not configured any more. Resolves when the workers have been started.
   */
  async start(): Promise<void> {
    const { clock, database, sources } = this.#options;
    const unconfigured = await transact(database, tx =>
      registerClusters(
        tx,
        sources.map(source => ({
          name: source.id,
          title: source.title,
          trust: trustIn(source),
        })),
        clock.now().toISOString(),
      ),
    );
    const { signal } = this.#stop;
    this.#running = Promise.all([
      ...unconfigured.map(cluster =>
        forgetUnconfigured(
          cluster,
          { ...this.#options, holder: this.#holder, alone: this.#alone },
          signal,
        ),
      ),
      ...sources.map(source => this.#createWorker(source).run(signal)),
    ]);
  }

  /** Stops collecting and resolves when the last worker has ended. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The back end is shutting down'));
    await this.#running;
  }

  /** An embedded database belongs to one process, as a shared one does not. */
  get #alone(): boolean {
    return this.#options.database.client.config.client !== 'pg';
  }

  #createWorker(source: EvidenceSource): SourceWorker {
    const { clock, controls, database, follower, logger, metrics, observe } =
      this.#options;
    const { onMarked } = this.#options;
    const sourceLogger = logger.child({ cluster: source.id });
    const events = new EventFilter();
    return new SourceWorker({
      database,
      clock,
      source,
      holder: this.#holder,
      alone: this.#alone,
      leaseTimes: this.#options.leaseTimes,
      retry: this.#options.retry,
      events,
      logger: sourceLogger,
      metrics,
      onMarked,
      createSink: (lease, signal) =>
        new StoringEvidenceSink({
          database,
          lease,
          clusterName: source.id,
          clock,
          controls,
          follower,
          events,
          observer: tellAll(
            new TrustReviewer({
              database,
              lease,
              clusterName: source.id,
              clock,
              trust: trustIn(source),
              follower,
              signal,
              logger: sourceLogger,
              onMarked,
            }),
            ...(observe
              ? [observe({ source, lease, signal, logger: sourceLogger })]
              : []),
          ),
          staleAfterSeconds: this.#options.staleAfterSeconds,
          signal,
          logger: sourceLogger,
          metrics,
          onMarked,
        }),
    });
  }
}
