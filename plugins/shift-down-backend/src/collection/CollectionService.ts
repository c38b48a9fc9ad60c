/** Starts and stops a worker for every configured source. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EvidenceSource } from '@shift-down/plugin-shift-down-node';
import type { ControlIndex } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { forgetCluster } from '../database/operations/collection/forgetCluster';
import { registerClusters } from '../database/operations/collection/registerClusters';
import { transact } from '../database/transact';
import type { EvidenceFollower } from './EvidenceFollower';
import { SourceWorker } from './SourceWorker';
import { StoringEvidenceSink } from './StoringEvidenceSink';

/** @internal */
export interface CollectionServiceOptions {
  database: Knex;
  sources: readonly EvidenceSource[];
  controls: { index: ControlIndex; version: string };
  follower: EvidenceFollower;
  staleAfterSeconds: number;
  leaseSeconds: number;
  retry: { minimumSeconds: number; maximumSeconds: number };
  logger: LoggerService;
  onMarked: () => void;
}

/** @internal */
export class CollectionService {
  readonly #options: CollectionServiceOptions;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: CollectionServiceOptions) {
    this.#options = options;
  }

  /**
   * Notes the configured clusters, forgets those that are not configured any more,
   * and starts to collect. Resolves when the workers have been started.
   */
  async start(): Promise<void> {
    const { database, sources } = this.#options;
    const unconfigured = await transact(database, tx =>
      registerClusters(
        tx,
        sources.map(({ id, title }) => ({ name: id, title })),
      ),
    );
    for (const cluster of unconfigured) {
      await this.#forget(cluster.name, cluster.uid);
    }
    const holder = replicaName(database);
    this.#running = Promise.all(
      sources.map(source =>
        this.#createWorker(source, holder).run(this.#stop.signal),
      ),
    );
  }

  /** Stops collecting and resolves when the last worker has ended. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The back end is shutting down'));
    await this.#running;
  }

  async #forget(name: string, uid: string | null): Promise<void> {
    const { follower, database, logger, onMarked } = this.#options;
    logger.info(
      `Cluster '${name}' is not configured any more; forgetting its evidence`,
    );
    if (uid) {
      await forgetCluster(database, {
        clusterName: name,
        clusterUid: uid,
        follower,
      });
      onMarked();
    }
    await database('sources').where('cluster_name', name).delete();
    await database('clusters').where({ name }).delete();
  }

  #createWorker(source: EvidenceSource, holder: string): SourceWorker {
    const { controls, follower, database, logger, onMarked } = this.#options;
    const sourceLogger = logger.child({ cluster: source.id });
    return new SourceWorker({
      database,
      source,
      holder,
      leaseSeconds: this.#options.leaseSeconds,
      retry: this.#options.retry,
      logger: sourceLogger,
      onMarked,
      createSink: signal =>
        new StoringEvidenceSink({
          database,
          clusterName: source.id,
          controls,
          follower,
          staleAfterSeconds: this.#options.staleAfterSeconds,
          signal,
          logger: sourceLogger,
          onMarked,
        }),
    });
  }
}

/**
 * An embedded database has one replica, which need not wait for the lease that it
 * held before a crash.
 */
function replicaName(database: Knex): string {
  return database.client.config.client === 'pg' ? randomUUID() : 'embedded';
}
