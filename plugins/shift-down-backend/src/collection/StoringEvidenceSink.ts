/** Where a source puts its evidence: what becomes of each call, in order. */
import type {
  CollectedObject,
  ObjectKey,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type {
  ClusterIdentity,
  EvidenceSink,
  SourceReport,
} from '@shift-down/plugin-shift-down-node';
import { objectId } from '@shift-down/plugin-shift-down-policy';
import { setImmediate } from 'node:timers/promises';
import { eachChunk } from '../database/inChunks';
import { forgetCluster } from '../database/operations/collection/forgetCluster';
import { identifyCluster } from '../database/operations/collection/identifyCluster';
import { removeObjects } from '../database/operations/collection/removeObjects';
import { reportSource } from '../database/operations/collection/reportSource';
import { selectStoredObjects } from '../database/operations/collection/selectStoredObjects';
import { selectUnlistedObjects } from '../database/operations/collection/selectUnlistedObjects';
import type { StoreContext } from '../database/operations/collection/storeObjects';
import { transact } from '../database/transact';
import { batchesOf } from './batches';
import { BatchWriter, type BatchWriterOptions } from './BatchWriter';
import type { EvidenceFollower } from './EvidenceFollower';

const REMOVALS_PER_TRANSACTION = 200;

/** @internal */
export interface StoringEvidenceSinkOptions extends BatchWriterOptions {
  clusterName: string;
  /** Comes after collection, in its transactions. */
  follower: EvidenceFollower;
  /** Without a heartbeat for so long, a source is stale. */
  staleAfterSeconds: number;
  /** Aborts when the right to collect is lost; nothing is written after. */
  signal: AbortSignal;
}

/** @internal */
export class StoringEvidenceSink implements EvidenceSink {
  readonly #options: StoringEvidenceSinkOptions;
  readonly #writer: BatchWriter;
  #identity: ClusterIdentity | undefined;
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(options: StoringEvidenceSinkOptions) {
    this.#options = options;
    this.#writer = new BatchWriter(options);
  }

  identify(identity: ClusterIdentity): Promise<'collect' | 'duplicate'> {
    return this.#inOrder(() => this.#identify(identity));
  }

  apply(
    kind: SourceKind,
    change: { upserts: CollectedObject[]; deletes: ObjectKey[] },
  ): Promise<void> {
    return this.#inOrder(() => this.#apply(kind, change));
  }

  complete(kind: SourceKind, keys: ObjectKey[]): Promise<void> {
    return this.#inOrder(() => this.#complete(kind, keys));
  }

  report(kind: SourceKind, report: SourceReport): Promise<void> {
    return this.#inOrder(() => this.#report(kind, report));
  }

  /** However they come, calls take effect one after the other. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const call = this.#lastCall.then(work);
    this.#lastCall = call.catch(() => {});
    return call;
  }

  async #identify(identity: ClusterIdentity): Promise<'collect' | 'duplicate'> {
    const { clusterName, follower, database, logger, signal } = this.#options;
    signal.throwIfAborted();
    const identification = await transact(database, tx =>
      identifyCluster(tx, clusterName, identity, new Date().toISOString()),
    );
    switch (identification.outcome) {
      case 'duplicate':
        logger.warn(
          `Cluster '${clusterName}' is the same as '${identification.of}', ` +
            `which is collected already; remove one of them`,
        );
        return 'duplicate';
      case 'replaced':
        logger.warn(
          `'${clusterName}' is another cluster than before; ` +
            `forgetting the evidence of the former one`,
        );
        await forgetCluster(database, {
          clusterName,
          clusterUid: identification.formerUid,
          follower,
        });
        return this.#identify(identity);
      default:
        this.#identity = identity;
        return 'collect';
    }
  }

  async #apply(
    kind: SourceKind,
    change: { upserts: CollectedObject[]; deletes: ObjectKey[] },
  ): Promise<void> {
    const { clusterUid } = this.#context();
    for (const batch of batchesOf(change.upserts)) {
      await this.#writer.write(kind, batch, () => this.#context());
      await setImmediate();
    }
    const stored = await selectStoredObjects(
      this.#options.database,
      change.deletes.map(key => objectId(clusterUid, key)),
    );
    await this.#remove([...stored.keys()]);
  }

  async #complete(kind: SourceKind, keys: ObjectKey[]): Promise<void> {
    const { clusterUid } = this.#context();
    const unlisted = await selectUnlistedObjects(
      this.#options.database,
      { clusterUid, kind },
      new Set(keys.map(key => objectId(clusterUid, key))),
    );
    await this.#remove(unlisted);
  }

  async #report(kind: SourceKind, report: SourceReport): Promise<void> {
    const { database, staleAfterSeconds, onMarked } = this.#options;
    const { clusterName, clusterUid, now } = this.#context();
    const outcome = await transact(database, tx =>
      reportSource(
        tx,
        { clusterName, clusterUid, kind, staleAfterSeconds },
        report,
        now,
      ),
    );
    if (outcome === 'changed') {
      onMarked();
    }
  }

  async #remove(ids: string[]): Promise<void> {
    const { database, onMarked } = this.#options;
    if (ids.length === 0) {
      return;
    }
    await eachChunk(
      ids,
      chunk => {
        const context = this.#context();
        return transact(database, tx => removeObjects(tx, chunk, context));
      },
      REMOVALS_PER_TRANSACTION,
    );
    onMarked();
  }

  #context(): StoreContext {
    const { clusterName, follower, signal } = this.#options;
    signal.throwIfAborted();
    if (!this.#identity) {
      throw new Error(
        `The source of cluster '${clusterName}' must identify it before it ` +
          `says anything about it`,
      );
    }
    return {
      clusterName,
      clusterUid: this.#identity.uid,
      follower,
      now: new Date().toISOString(),
    };
  }
}
