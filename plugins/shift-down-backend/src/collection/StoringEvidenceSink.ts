/**
 * Where a source's evidence becomes rows: judged, compared with what is stored,
 * and written a batch at a time. One bad object never stops the others.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
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
import {
  judgeObject,
  objectId,
  type ControlIndex,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';
import type { CorrelationOptions } from '../correlation/types';
import { eachChunk } from '../database/inChunks';
import { forgetCluster } from '../database/operations/collection/forgetCluster';
import { identifyCluster } from '../database/operations/collection/identifyCluster';
import { removeObjects } from '../database/operations/collection/removeObjects';
import { reportSource } from '../database/operations/collection/reportSource';
import {
  selectStoredObjects,
  type StoredObject,
} from '../database/operations/collection/selectStoredObjects';
import { selectUnlistedObjects } from '../database/operations/collection/selectUnlistedObjects';
import {
  storeObjects,
  type StoreContext,
} from '../database/operations/collection/storeObjects';
import { storeUnreadable } from '../database/operations/collection/storeUnreadable';
import { transact } from '../database/transact';
import { batchesOf } from './batches';
import { describeError } from './describeError';
import { hashObject } from './hashObject';
import {
  toObjectRows,
  toUnreadableRows,
  type ObjectRows,
  type UnreadableRows,
} from './objectRows';

const REMOVALS_PER_TRANSACTION = 200;

/** Objects judged before the event loop gets its turn. */
const OBJECTS_PER_TURN = 20;

/** @internal */
export interface StoringEvidenceSinkOptions {
  database: Knex;
  clusterName: string;
  /** Judges evidence; objects judged under another version are judged anew. */
  controls: { index: ControlIndex; version: string };
  correlation: CorrelationOptions;
  /** Without a heartbeat for so long, a source is stale. */
  staleAfterSeconds: number;
  /** Aborts when the right to collect is lost; nothing is written after. */
  signal: AbortSignal;
  logger: LoggerService;
  /** Called after a change that put entities into the queue. */
  onMarked: () => void;
}

interface PreparedObject {
  id: string;
  hash: string;
  object: CollectedObject;
}

/** @internal */
export class StoringEvidenceSink implements EvidenceSink {
  readonly #options: StoringEvidenceSinkOptions;
  #identity: ClusterIdentity | undefined;
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(options: StoringEvidenceSinkOptions) {
    this.#options = options;
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
    const { clusterName, correlation, database, logger, signal } =
      this.#options;
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
          correlation,
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
      await this.#store(kind, batch);
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

  async #store(kind: SourceKind, batch: CollectedObject[]): Promise<void> {
    const { controls, database, onMarked } = this.#options;
    const { clusterUid } = this.#context();
    const prepared = new Map<string, PreparedObject>();
    for (const object of batch) {
      const id = objectId(clusterUid, object.key);
      prepared.set(id, {
        id,
        object,
        hash: hashObject(object, controls.version),
      });
    }
    const stored = await selectStoredObjects(database, [...prepared.keys()]);
    const changed = [...prepared.values()].filter(it =>
      hasChanged(it, stored.get(it.id)),
    );
    if (changed.length === 0) {
      return;
    }
    try {
      await this.#write(kind, changed, new Set(stored.keys()));
    } catch (error) {
      await this.#isolate(kind, changed, new Set(stored.keys()), error);
    }
    onMarked();
  }

  async #write(
    kind: SourceKind,
    objects: PreparedObject[],
    known: ReadonlySet<string>,
  ): Promise<void> {
    const { controls, database } = this.#options;
    const context = this.#context();
    const rowContext = { ...context, sourceKind: kind };
    const readable: ObjectRows[] = [];
    const unreadable: UnreadableRows[] = [];
    for (const [position, { object, hash }] of objects.entries()) {
      if (object.unreadable !== undefined) {
        unreadable.push(
          toUnreadableRows(object, object.unreadable, rowContext),
        );
      } else {
        const judgement = judgeObject({
          cluster: context.clusterUid,
          sourceKind: kind,
          object,
          index: controls.index,
        });
        readable.push(toObjectRows(object, judgement, hash, rowContext));
      }
      if (position % OBJECTS_PER_TURN === 0) {
        await setImmediate();
      }
    }
    await transact(database, async tx => {
      if (unreadable.length > 0) {
        await storeUnreadable(tx, unreadable, context.now);
      }
      if (readable.length > 0) {
        await storeObjects(tx, readable, known, context);
      }
    });
  }

  /**
   * Stores objects of a failed batch one by one, and notes the one that fails
   * again as unreadable. If not even that can be noted, the trouble is not with
   * the object and the source has failed.
   */
  async #isolate(
    kind: SourceKind,
    objects: PreparedObject[],
    known: ReadonlySet<string>,
    cause: unknown,
  ): Promise<void> {
    const { database, logger } = this.#options;
    for (const it of objects) {
      try {
        if (objects.length === 1) {
          throw cause;
        }
        await this.#write(kind, [it], known);
      } catch (error) {
        const context = this.#context();
        const { key } = it.object;
        const reason = `could not be stored: ${describeError(error)}`;
        logger.warn(
          `${key.kind} '${key.namespace}/${key.name}' of cluster ` +
            `'${context.clusterName}' ${reason}`,
        );
        await transact(database, tx =>
          storeUnreadable(
            tx,
            [
              toUnreadableRows(
                { ...it.object, subjects: subjectsOf(it.object) },
                reason,
                { ...context, sourceKind: kind },
              ),
            ],
            context.now,
          ),
        );
      }
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
    const { clusterName, correlation, signal } = this.#options;
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
      correlation,
      now: new Date().toISOString(),
    };
  }
}

function hasChanged(
  { object, hash }: PreparedObject,
  stored: StoredObject | undefined,
): boolean {
  return (
    object.unreadable !== undefined ||
    stored === undefined ||
    stored.hash !== hash ||
    stored.unreadable !== null
  );
}

/** Everyone an object speaks of, where it does not come to be judged. */
function subjectsOf(object: CollectedObject): CollectedObject['subjects'] {
  return [
    ...object.subjects,
    ...object.evidence.flatMap(evidence => {
      switch (evidence.type) {
        case 'workload':
          return [evidence.object];
        case 'namespace':
          return [{ namespace: '', kind: 'Namespace', name: evidence.name }];
        case 'cut-list':
          return [];
        default:
          return [evidence.subject];
      }
    }),
  ];
}
