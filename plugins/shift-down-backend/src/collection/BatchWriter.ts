/**
 * Writes a batch of objects: judged, compared with what is stored, in one
 * transaction. One bad object never stops the others.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CollectedObject,
  ObjectKey,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import {
  inTurns,
  judgeObjectInSteps,
  objectId,
  type ControlIndex,
  type Steps,
} from '@shift-down/plugin-shift-down-policy';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import {
  selectStoredObjects,
  type StoredObject,
} from '../database/operations/collection/selectStoredObjects';
import {
  storeObjects,
  type StoreContext,
} from '../database/operations/collection/storeObjects';
import { storeUnreadable } from '../database/operations/collection/storeUnreadable';
import { requestTrustReviewFor } from '../database/operations/trust/requestTrustReview';
import { isDatabaseTrouble } from '../database/isDatabaseTrouble';
import { describeError } from './describeError';
import { hashObject } from './hashObject';
import type { FencedWriter } from './HeldLease';
import type { CollectionMetrics } from './metrics';
import {
  toObjectRows,
  toUnreadableRows,
  type ObjectContext,
  type ObjectRows,
  type UnreadableRows,
} from './objectRows';

/** @internal */
export interface BatchWriterOptions {
  /** To read; what is written is written under the lease. */
  database: Knex;
  lease: FencedWriter;
  metrics: CollectionMetrics;
  /** Judges evidence; objects judged under another version are judged anew. */
  controls: { index: ControlIndex; version: string };
  logger: LoggerService;
  /** Called after a change that put entities into the queue. */
  onMarked: () => void;
}

interface PreparedObject {
  id: string;
  hash: string;
  object: CollectedObject;
}

/** Where the objects of a batch go. */
interface BatchTarget {
  kind: SourceKind;
  /** Ids of those that are stored already. */
  known: ReadonlySet<string>;
  context: () => StoreContext;
}

/** @internal */
export class BatchWriter {
  readonly #options: BatchWriterOptions;

  constructor(options: BatchWriterOptions) {
    this.#options = options;
  }

  /**
   * @param context - Asked anew for each transaction; throws when the right to
   *   collect has been lost.
   * @returns Keys of those that were not stored as they are now.
   */
  async write(
    kind: SourceKind,
    batch: CollectedObject[],
    context: () => StoreContext,
  ): Promise<ObjectKey[]> {
    const { controls, database, metrics, onMarked } = this.#options;
    const { clusterUid, clusterName } = context();
    const prepared = new Map<string, PreparedObject>();
    for (const object of batch) {
      const id = objectId(clusterUid, object.key);
      prepared.set(id, {
        id,
        object,
        hash: await inTurns(hashObject(object, controls.version), giveWay),
      });
    }
    const stored = await selectStoredObjects(database, [...prepared.keys()]);
    const changed = [...prepared.values()].filter(it =>
      hasChanged(it, stored.get(it.id)),
    );
    const source = { cluster: clusterName, kind };
    metrics.applied(source, 'unchanged', prepared.size - changed.length);
    if (changed.length === 0) {
      return [];
    }
    const target = { kind, known: new Set(stored.keys()), context };
    await metrics.batch(source, changed.length, async () => {
      try {
        await this.#store(changed, target);
      } catch (error) {
        if (isDatabaseTrouble(error)) {
          throw error;
        }
        await this.#isolate(changed, target, error);
      }
    });
    onMarked();
    return changed.map(it => it.object.key);
  }

  async #store(
    objects: PreparedObject[],
    { kind, known, ...target }: BatchTarget,
  ): Promise<void> {
    const { controls, lease, metrics } = this.#options;
    const context = target.context();
    const rowContext = { ...context, sourceKind: kind };
    const readable: ObjectRows[] = [];
    const unreadable: UnreadableRows[] = [];
    for (const { object, hash } of objects) {
      if (object.unreadable !== undefined) {
        unreadable.push(
          toUnreadableRows(object, object.unreadable, rowContext),
        );
      } else {
        readable.push(
          await inTurns(
            judge(object, hash, controls.index, rowContext),
            giveWay,
          ),
        );
      }
      await giveWay();
    }
    await lease.transact(async tx => {
      await requestTrustReviewFor(tx, context.clusterName, kind);
      if (unreadable.length > 0) {
        await storeUnreadable(tx, unreadable, context.now);
      }
      if (readable.length > 0) {
        await storeObjects(tx, readable, known, context);
      }
    });
    const source = { cluster: context.clusterName, kind };
    metrics.applied(source, 'stored', readable.length);
    metrics.applied(source, 'unreadable', unreadable.length);
  }

  /**
   * Stores objects of a failed batch one by one, and notes the one that fails
   * again as unreadable. If not even that can be noted, the trouble is not with
   * the object and the source has failed.
   */
  async #isolate(
    objects: PreparedObject[],
    target: BatchTarget,
    cause: unknown,
  ): Promise<void> {
    const { lease, logger, metrics } = this.#options;
    for (const it of objects) {
      try {
        if (objects.length === 1) {
          throw cause;
        }
        await this.#store([it], target);
      } catch (error) {
        if (isDatabaseTrouble(error)) {
          throw error;
        }
        const context = target.context();
        const { key } = it.object;
        const reason = `could not be stored: ${describeError(error)}`;
        logger.warn(
          `${key.kind} '${key.namespace}/${key.name}' of cluster ` +
            `'${context.clusterName}' ${reason}`,
        );
        const rows = toUnreadableRows(
          { ...it.object, subjects: subjectsOf(it.object) },
          reason,
          { ...context, sourceKind: target.kind },
        );
        await lease.transact(async tx => {
          await requestTrustReviewFor(tx, context.clusterName, target.kind);
          await storeUnreadable(tx, [rows], context.now);
        });
        metrics.applied(
          { cluster: context.clusterName, kind: target.kind },
          'unreadable',
          1,
        );
      }
    }
  }
}

function* judge(
  object: CollectedObject,
  hash: string,
  index: ControlIndex,
  context: ObjectContext,
): Steps<ObjectRows> {
  const judgement = yield* judgeObjectInSteps({
    cluster: context.clusterUid,
    sourceKind: context.sourceKind,
    object,
    index,
  });
  return yield* toObjectRows(object, judgement, hash, context);
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
        case 'resource':
        case 'exemption':
          return [];
        default:
          return [evidence.subject];
      }
    }),
  ];
}
