/** Where a source puts its evidence: what becomes of each call, in order. */
import {
  DERIVED_KINDS,
  type CollectedObject,
  type ObjectKey,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type {
  ClusterIdentity,
  EvidenceSink,
  SourceEvent,
  SourceReport,
} from '@shift-down/plugin-shift-down-node';
import { objectId } from '@shift-down/plugin-shift-down-policy';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../database/DatabaseClock';
import { eachChunk } from '../database/inChunks';
import { forgetCluster } from '../database/operations/collection/forgetCluster';
import { identifyCluster } from '../database/operations/collection/identifyCluster';
import { removeObjects } from '../database/operations/collection/removeObjects';
import { reportSource } from '../database/operations/collection/reportSource';
import { selectStoredObjects } from '../database/operations/collection/selectStoredObjects';
import { selectUnlistedObjects } from '../database/operations/collection/selectUnlistedObjects';
import type { StoreContext } from '../database/operations/collection/storeObjects';
import { storeEvent } from '../database/operations/collection/storeEvent';
import { withdrawDerived } from '../database/operations/collection/withdrawDerived';
import {
  requestTrustReview,
  requestTrustReviewFor,
} from '../database/operations/trust/requestTrustReview';
import { batchesOf } from './batches';
import { BatchWriter, type BatchWriterOptions } from './BatchWriter';
import type { EventFilter } from './EventFilter';
import { namespaceOf } from './namespaceOf';
import type { EvidenceFollower } from './EvidenceFollower';
import type { EvidenceObserver } from './EvidenceObserver';

const REMOVALS_PER_TRANSACTION = 200;
/** In place of a change that repeating can't make good any more. */
const LOST = {};

/** @internal */
export interface StoringEvidenceSinkOptions extends BatchWriterOptions {
  clusterName: string;
  clock: Clock;
  /** Comes after collection, in its transactions. */
  follower: EvidenceFollower;
  /** Hears of what was stored, after it was. */
  observer: EvidenceObserver;
  /** Without a heartbeat for so long, a source is stale. */
  staleAfterSeconds: number;
  /** What people are to read of the events, whichever run they come from. */
  events: EventFilter;
  /** Aborts when this run is to end; nothing is written after. */
  signal: AbortSignal;
}

/** @internal */
export class StoringEvidenceSink implements EvidenceSink {
  readonly #options: StoringEvidenceSinkOptions;
  readonly #writer: BatchWriter;
  /**
   * By kind, the change that is missing: to be repeated before any other of the kind,
   * or else all of them to be listed, before it is fresh.
   */
  readonly #missing = new Map<SourceKind, object>();
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
    return this.#inOrder(async () => {
      refuseOwn(kind);
      await this.#whole(kind, change, () => this.#apply(kind, change));
      if (this.#missing.get(kind) === change) {
        this.#missing.delete(kind);
      } else if (this.#missing.has(kind)) {
        // Repeated now, the one that is missing would put old over new.
        this.#missing.set(kind, LOST);
      }
    });
  }

  complete(kind: SourceKind, keys: ObjectKey[]): Promise<void> {
    return this.#inOrder(async () => {
      refuseOwn(kind);
      await this.#whole(kind, LOST, () => this.#complete(kind, keys));
      this.#missing.delete(kind);
    });
  }

  report(kind: SourceKind, report: SourceReport): Promise<void> {
    return this.#inOrder(async () => {
      refuseOwn(kind);
      await this.#report(kind, report);
    });
  }

  note(event: SourceEvent): Promise<void> {
    return this.#inOrder(() => this.#note(event));
  }

  /** However they come, calls take effect one after the other. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const call = this.#lastCall.then(work);
    this.#lastCall = call.catch(() => {});
    return call;
  }

  async #whole(
    kind: SourceKind,
    change: object,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const missing = this.#missing.get(kind) ?? change;
      this.#missing.set(kind, missing === change ? change : LOST);
      throw error;
    }
  }

  async #identify(identity: ClusterIdentity): Promise<'collect' | 'duplicate'> {
    const { clock, clusterName, follower, lease, database, logger, signal } =
      this.#options;
    signal.throwIfAborted();
    const identification = await lease.transact(async tx => {
      // Nobody knows what changed since somebody last looked.
      await requestTrustReview(tx, clusterName);
      return identifyCluster(
        tx,
        clusterName,
        identity,
        clock.now().toISOString(),
      );
    });
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
        await forgetCluster(database, lease, {
          clusterName,
          clusterUid: identification.formerUid,
          follower,
          clock,
        });
        await this.#note({
          level: 'warning',
          message:
            'This is another cluster than before; the evidence of the former one was forgotten',
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
    const changed = new Set(change.deletes.map(namespaceOf));
    try {
      for (const batch of batchesOf(change.upserts)) {
        const written = await this.#writer.write(kind, batch, () =>
          this.#context(),
        );
        written.forEach(key => changed.add(namespaceOf(key)));
        await setImmediate();
      }
      const stored = await selectStoredObjects(
        this.#options.database,
        change.deletes.map(key => objectId(clusterUid, key)),
      );
      await this.#remove(kind, [...stored.keys()]);
    } finally {
      // Repeated, a part that was stored would not show as a change again.
      this.#options.observer.changed(kind, changed);
    }
  }

  async #complete(kind: SourceKind, keys: ObjectKey[]): Promise<void> {
    const { clusterUid } = this.#context();
    const unlisted = await selectUnlistedObjects(
      this.#options.database,
      { clusterUid, kind },
      new Set(keys.map(key => objectId(clusterUid, key))),
    );
    await this.#remove(kind, unlisted);
    this.#options.observer.listed(kind, unlisted.length > 0);
  }

  async #report(kind: SourceKind, report: SourceReport): Promise<void> {
    const { lease, staleAfterSeconds, onMarked } = this.#options;
    const { clusterName, clusterUid, now } = this.#context();
    if (report.state === 'fresh' && this.#missing.has(kind)) {
      throw new Error(
        `A change of ${kind} could not be stored; repeat it, or list all of ` +
          `them again and say that the list is complete, before they are fresh`,
      );
    }
    const outcome = await lease.transact(async tx => {
      const change = await reportSource(
        tx,
        { clusterName, clusterUid, kind, staleAfterSeconds },
        report,
        now,
      );
      if (change === 'changed') {
        await requestTrustReviewFor(tx, clusterName, kind);
        if (report.state !== 'fresh') {
          await withdrawDerived(tx, clusterName, kind, now);
        }
      }
      return change;
    });
    if (outcome === 'changed') {
      this.#options.observer.changed(kind);
      onMarked();
    }
  }

  async #note(event: SourceEvent): Promise<void> {
    const { clock, clusterName, events, lease, signal } = this.#options;
    signal.throwIfAborted();
    const row = events.admit(clusterName, event, clock.now());
    if (row) {
      await lease.transact(tx => storeEvent(tx, row));
    }
  }

  async #remove(kind: SourceKind, ids: string[]): Promise<void> {
    const { clusterName, lease, metrics, onMarked } = this.#options;
    if (ids.length === 0) {
      return;
    }
    await eachChunk(
      ids,
      chunk => {
        const context = this.#context();
        return lease.transact(async tx => {
          await requestTrustReviewFor(tx, clusterName, kind);
          await removeObjects(tx, chunk, context);
        });
      },
      REMOVALS_PER_TRANSACTION,
    );
    metrics.applied({ cluster: clusterName, kind }, 'removed', ids.length);
    onMarked();
  }

  #context(): StoreContext {
    const { clock, clusterName, follower, signal } = this.#options;
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
      now: clock.now().toISOString(),
    };
  }
}

/** What we make of evidence ourselves must not be anybody else's to say. */
function refuseOwn(kind: SourceKind): void {
  if (DERIVED_KINDS.some(it => it === kind)) {
    throw new Error(`No source observes ${kind}: it is made of what they do`);
  }
}
