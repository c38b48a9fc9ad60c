/**
 * Keeps what is known of each managed namespace up with what is collected: how it differs
 * from what we applied, whether all of it is there, and whether it is there at all. Looks
 * closer only at those of which something has changed.
 */
import { giveWay } from '@shift-down/plugin-shift-down-node';
import { rbacOf, type Rbac } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type { FencedWriter } from '../../collection/HeldLease';
import type { Clock } from '../../database/DatabaseClock';
import { loadManagedObjects } from '../../database/operations/provisioning/loadManagedObjects';
import {
  loadInputDigests,
  type InputDigests,
} from '../../database/operations/provisioning/watch/loadInputDigests';
import type { WatchedNamespace } from '../../database/operations/provisioning/watch/loadWatched';
import { loadMark } from '../../database/operations/provisioning/watch/loadMark';
import {
  observedClusterObjects,
  observedObjects,
} from '../../database/operations/provisioning/watch/observedObjects';
import {
  settleComplete,
  settleGone,
  settleUid,
} from '../../database/operations/provisioning/watch/settleNamespace';
import { storeDrift } from '../../database/operations/provisioning/watch/storeDrift';
import { compareNamespace, type ComparedNamespace } from './compareNamespace';
import { findGone, isBusy, isJustWritten } from './standing';

/** To be raised with whatever makes the same input come to something else. */
const COMPARISON = 1;
const NAMESPACES_AT_ONCE = 200;

/** @internal */
export interface DriftKeeperOptions {
  database: Knex;
  clock: Clock;
  /** Whom the platform trusts in a cluster, by its name. */
  trusted?: ReadonlyMap<string, readonly string[]>;
}

interface Due {
  row: WatchedNamespace;
  hash: string;
}

interface Compared extends Due {
  result: ComparedNamespace;
}

/** @internal */
export class DriftKeeper {
  readonly #options: DriftKeeperOptions;
  /** Roles and bindings of whole clusters, as they were when they hashed so. */
  readonly #rbac = new Map<string, { text: string; rbac: Rbac }>();

  constructor(options: DriftKeeperOptions) {
    this.#options = options;
  }

  /** @returns ids of those that are in another state now. */
  async keep(
    watched: readonly WatchedNamespace[],
    lease: FencedWriter,
    signal: AbortSignal,
  ): Promise<string[]> {
    const digests = await loadInputDigests(this.#options.database);
    const changed = new Set<string>();
    const due = new Map<string, Due[]>();
    for (const row of watched) {
      await giveWay();
      if (isBusy(row, this.#now())) {
        continue;
      }
      if (row.uid === '' || row.seen_uid !== row.uid) {
        if (await this.#settleIdentity(row, digests, lease)) {
          changed.add(row.id);
        }
        continue;
      }
      const hash = hashOf(row, digests);
      if (hash !== row.drift_hash) {
        const ofCluster = due.get(row.cluster_uid) ?? [];
        due.set(row.cluster_uid, [...ofCluster, { row, hash }]);
      }
    }
    for (const [clusterUid, ofCluster] of due) {
      const text = digests.clusters.get(clusterUid)?.text ?? '';
      for (let at = 0; at < ofCluster.length; at += NAMESPACES_AT_ONCE) {
        signal.throwIfAborted();
        const part = ofCluster.slice(at, at + NAMESPACES_AT_ONCE);
        const ids = await this.#compare(clusterUid, text, part, lease);
        ids.forEach(id => changed.add(id));
      }
    }
    return [...changed];
  }

  /** Which Namespace the record is of, and whether that one is there. */
  async #settleIdentity(
    row: WatchedNamespace,
    { clusters }: InputDigests,
    lease: FencedWriter,
  ): Promise<boolean> {
    const now = this.#now();
    if (row.uid === '') {
      return row.state === 'proposed' && row.seen_uid !== null
        ? await this.#recognise(row, row.seen_uid, lease)
        : false;
    }
    const reason = findGone(
      row,
      clusters.get(row.cluster_uid)?.namespacesKnownAt,
    );
    return reason === undefined
      ? false
      : await lease.transact(tx => settleGone(tx, row, reason, now));
  }

  /** What was proposed is ours once it is there with the mark of our record. */
  async #recognise(
    row: WatchedNamespace,
    uid: string,
    lease: FencedWriter,
  ): Promise<boolean> {
    const mark = await loadMark(this.#options.database, row);
    return mark === row.id
      ? await lease.transact(tx => settleUid(tx, row, uid, this.#now()))
      : false;
  }

  async #compare(
    clusterUid: string,
    clusterText: string,
    due: readonly Due[],
    lease: FencedWriter,
  ): Promise<string[]> {
    const { database, trusted } = this.#options;
    const [objects, observed, rbac] = await Promise.all([
      loadManagedObjects(
        database,
        due.map(({ row }) => row.id),
      ),
      observedObjects(
        database,
        clusterUid,
        due.map(({ row }) => row.name),
      ),
      this.#rbacOf(clusterUid, clusterText),
    ]);
    const now = this.#now();
    const compared: Compared[] = [];
    for (const it of due) {
      await giveWay();
      const { row } = it;
      const rows = objects.get(row.id) ?? [];
      const found = observed.get(row.name);
      if (!found || rows.length === 0) {
        continue;
      }
      const result = compareNamespace(row, rows, found, {
        rbac,
        ...(trusted && { trusted: trusted.get(row.cluster_name) }),
      });
      // What was written a moment ago may not have been collected yet.
      if (result.drift.length === 0 || !isJustWritten(row, rows, now)) {
        compared.push({ ...it, result });
      }
    }
    return compared.length === 0
      ? []
      : await lease.transact(tx => store(tx, compared, now));
  }

  async #rbacOf(clusterUid: string, text: string): Promise<Rbac> {
    const known = this.#rbac.get(clusterUid);
    if (known?.text === text) {
      return known.rbac;
    }
    const rbac = rbacOf(
      await observedClusterObjects(this.#options.database, clusterUid),
    );
    this.#rbac.set(clusterUid, { text, rbac });
    return rbac;
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }
}

/** @returns ids of those that are complete from now on. */
async function store(
  tx: Knex,
  compared: readonly Compared[],
  now: string,
): Promise<string[]> {
  const completed: string[] = [];
  for (const { row, hash, result } of compared) {
    const { drift, isAllThere, seen } = result;
    if (
      row.state !== 'complete' &&
      isAllThere &&
      (await settleComplete(tx, row, seen, now))
    ) {
      completed.push(row.id);
    }
    await storeDrift(tx, { id: row.id, uid: row.uid, drift, hash }, now);
  }
  return completed;
}

function hashOf(row: WatchedNamespace, digests: InputDigests): string {
  return createHash('sha256')
    .update(
      JSON.stringify([
        COMPARISON,
        row.uid,
        row.state,
        row.seen_hash,
        row.seen_unreadable,
        digests.objects.get(row.id),
        digests.applied.get(row.id),
        digests.clusters.get(row.cluster_uid)?.text,
      ]),
    )
    .digest('hex');
}
