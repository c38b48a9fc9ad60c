/**
 * Writes what our records say of the namespaces of one cluster as evidence of a kind of its
 * own: soon after a record changes, under the lease of the cluster. What a record says goes
 * with the record, and holds for the Namespace that has its UID alone.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CollectedObject,
  ObjectKey,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import {
  baselineEvidence,
  objectId,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import {
  BatchWriter,
  type BatchWriterOptions,
} from '../../collection/BatchWriter';
import { batchesOf } from '../../collection/batches';
import { describeError } from '../../collection/describeError';
import type { EvidenceFollower } from '../../collection/EvidenceFollower';
import type { EvidenceObserver } from '../../collection/EvidenceObserver';
import type { FencedWriter } from '../../collection/HeldLease';
import { NamespaceWork } from '../../collection/NamespaceWork';
import type { Clock } from '../../database/DatabaseClock';
import { selectUnlistedObjects } from '../../database/operations/collection/selectUnlistedObjects';
import type { StoreContext } from '../../database/operations/collection/storeObjects';
import {
  removeAllDerived,
  removeDerived,
} from '../../database/operations/derived/removeDerived';
import { reportDerived } from '../../database/operations/derived/reportDerived';
import { selectCluster } from '../../database/operations/evaluation/selectNamespaces';
import {
  loadBaselineRecords,
  loadDrift,
  type BaselineRecord,
} from '../../database/operations/provisioning/watch/loadBaselineRecords';

const KIND = 'Baseline';
/** Changes come in crowds. */
const DELAY_MILLISECONDS = 300;
const RETRY_MILLISECONDS = 10_000;
/** Records change without a word: so often they are looked at. */
const POLL_MILLISECONDS = 2_000;
/** So often it is said that all is still as it was written. */
const HEARTBEAT_MILLISECONDS = 5_000;
const RECORDS_AT_ONCE = 500;

/** @internal */
export interface BaselineEvidenceOptions extends BatchWriterOptions {
  database: Knex;
  clock: Clock;
  lease: FencedWriter;
  clusterName: string;
  follower: EvidenceFollower;
  /** Whether namespaces are asked for here at all. */
  enabled: boolean;
  /** Version of the baseline that new namespaces get, where it is known. */
  currentVersion(): Promise<string | undefined>;
  staleAfterSeconds: number;
  /** Aborts when the run ends that the changes come from. */
  signal: AbortSignal;
  logger: LoggerService;
  delayMilliseconds?: number;
  pollMilliseconds?: number;
}

/** @internal */
export class BaselineEvidenceWriter implements EvidenceObserver {
  readonly #options: BaselineEvidenceOptions;
  readonly #writer: BatchWriter;
  readonly #work: NamespaceWork;
  /** By id of the object, what its record was when it was written. */
  #written: ReadonlyMap<string, string> | undefined;
  #reportedAt = -Infinity;
  /** Where nothing is asked for, the cluster in which nothing is left. */
  #removed = '';

  constructor(options: BaselineEvidenceOptions) {
    this.#options = options;
    this.#writer = new BatchWriter(options);
    this.#work = new NamespaceWork({
      work: () => this.#write(),
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
    if (kind === 'Namespace') {
      this.#work.start();
      this.#work.note(namespaces ?? 'everywhere');
    }
  }

  /** Resolves once all that changed until then has been written. */
  async whenIdle(): Promise<void> {
    await this.#work.whenIdle();
  }

  async #write(): Promise<void> {
    const { clusterName, database, enabled } = this.#options;
    const cluster = await selectCluster(database, clusterName);
    if (!cluster) {
      return;
    }
    if (enabled) {
      await this.#writeAll(cluster.uid);
    } else if (this.#removed !== cluster.uid) {
      await this.#removeAll(cluster.uid);
    }
  }

  async #writeAll(clusterUid: string): Promise<void> {
    const { clock, currentVersion, database } = this.#options;
    const startedAt = clock.now().toISOString();
    const current = await currentVersion();
    const records = await loadBaselineRecords(database, clusterUid);
    const texts = new Map<string, string>();
    const changed: BaselineRecord[] = [];
    for (const record of records) {
      const id = objectId(clusterUid, keyOf(record.name));
      const text = JSON.stringify([clusterUid, current, record]);
      texts.set(id, text);
      if (this.#written?.get(id) !== text) {
        changed.push(record);
      }
    }
    for (let at = 0; at < changed.length; at += RECORDS_AT_ONCE) {
      await this.#writeSome(
        clusterUid,
        changed.slice(at, at + RECORDS_AT_ONCE),
        current,
      );
    }
    await this.#removeGone(clusterUid, texts);
    // Not before: what was not written is a change still.
    this.#written = texts;
    const now = performance.now();
    if (changed.length > 0 || now - this.#reportedAt > HEARTBEAT_MILLISECONDS) {
      await this.#report(clusterUid, startedAt);
      this.#reportedAt = now;
    }
  }

  /** What no record says any more. */
  async #removeGone(
    clusterUid: string,
    texts: ReadonlyMap<string, string>,
  ): Promise<void> {
    const { database, lease, onMarked } = this.#options;
    const before = this.#written;
    if (before && [...before.keys()].every(id => texts.has(id))) {
      return;
    }
    const gone = await selectUnlistedObjects(
      database,
      { clusterUid, kind: KIND },
      new Set(texts.keys()),
    );
    await removeDerived(lease, gone, () => this.#context(clusterUid));
    if (gone.length > 0) {
      onMarked();
    }
  }

  async #report(clusterUid: string, madeAt: string): Promise<void> {
    const { clock, clusterName, lease, onMarked, staleAfterSeconds } =
      this.#options;
    const outcome = await lease.transact(tx =>
      reportDerived(
        tx,
        { clusterName, clusterUid, kind: KIND, staleAfterSeconds },
        { madeAt, now: clock.now().toISOString(), warnings: [] },
      ),
    );
    if (outcome === 'changed') {
      onMarked();
    }
  }

  async #writeSome(
    clusterUid: string,
    records: readonly BaselineRecord[],
    current: string | undefined,
  ): Promise<void> {
    const { database } = this.#options;
    const drift = await loadDrift(
      database,
      records.map(it => it.id),
    );
    const objects: CollectedObject[] = records.map(record => ({
      key: keyOf(record.name),
      uid: record.uid,
      // What says the same is as old as it was.
      observedAt: record.drift_at ?? record.created_at,
      evidence: baselineEvidence({
        namespace: record.name,
        ...(record.drift_at !== null && {
          drift: JSON.parse(drift.get(record.id) ?? '[]'),
        }),
        wish: record.wished_level,
        version: record.baseline_version,
        ...(current !== undefined && { current }),
      }),
      subjects: [],
    }));
    for (const batch of batchesOf(objects)) {
      await this.#writer.write(KIND, batch, () => this.#context(clusterUid));
      await giveWay();
    }
  }

  async #removeAll(clusterUid: string): Promise<void> {
    const { database, lease, onMarked } = this.#options;
    const outcome = await removeAllDerived(database, lease, KIND, () =>
      this.#context(clusterUid),
    );
    this.#removed = clusterUid;
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
        `How the managed namespaces of cluster '${clusterName}' stand could not ` +
          `be written, trying again: ${describeError(error)}`,
      );
    }
  }
}

function keyOf(namespace: string): ObjectKey {
  return {
    apiVersion: 'shift-down.io/v1alpha1',
    kind: KIND,
    namespace,
    name: `Namespace/${namespace}`,
  };
}
