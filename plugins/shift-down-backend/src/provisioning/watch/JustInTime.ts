/**
 * Completes namespaces that somebody else made with a baseline label, where config wants
 * it. Only what is missing is created, and nobody is bound to a role. Where Kyverno makes
 * the objects nothing is created but said to be complete, once all is there.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Baseline,
  ProvisioningCluster,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { describeError } from '../../collection/describeError';
import type { CorrelationOptions } from '../../correlation/types';
import type { Clock } from '../../database/DatabaseClock';
import { selectCluster } from '../../database/operations/evaluation/selectNamespaces';
import { loadManagedNamespace } from '../../database/operations/provisioning/loadManagedNamespace';
import { storeManagedNamespace } from '../../database/operations/provisioning/storeManagedNamespace';
import type { WatchedNamespace } from '../../database/operations/provisioning/watch/loadWatched';
import {
  selectUnmanaged,
  type UnmanagedNamespace,
} from '../../database/operations/provisioning/watch/selectUnmanaged';
import type { ProvisioningConfig } from '../config';
import { newNamespaceRow } from '../newNamespaceRow';
import { toObjectRows } from '../objectRows';
import { judgeUnmanaged } from './judgeUnmanaged';
import { Retries } from './Retries';
import { isBusy } from './standing';
import type { WatchedProvisioning } from './types';

/** Nobody of whom the catalog knows asked for it. */
const MADE_BY = 'just-in-time';
/** What Kyverno makes is there soon. */
const RETRY_AT_MOST_MILLISECONDS = 20_000;

/** @internal */
export interface JustInTimeOptions {
  database: Knex;
  clock: Clock;
  config: ProvisioningConfig;
  correlation: CorrelationOptions;
  baselines: { current(): Promise<{ baselines: Baseline[] }> };
  groups: {
    nameOf(groupRef: string): Promise<{ name: string } | { problem: string }>;
  };
  provisioning: Pick<WatchedProvisioning, 'fillMissing' | 'planFor'>;
  logger: LoggerService;
}

/** @internal */
export class JustInTime {
  readonly #options: JustInTimeOptions;
  readonly #retries = new Retries(RETRY_AT_MOST_MILLISECONDS);
  /** Problems that were told, by UID of the Namespace. */
  readonly #told = new Map<string, string>();

  constructor(options: JustInTimeOptions) {
    this.#options = options;
  }

  /** @returns ids of those that were taken in or completed. */
  async keep(
    watched: readonly WatchedNamespace[],
    signal: AbortSignal,
  ): Promise<string[]> {
    const changed: string[] = [];
    for (const cluster of this.#options.config.clusters) {
      if (cluster.justInTime && cluster.delivery === 'cluster') {
        changed.push(...(await this.#takeIn(cluster, signal)));
        changed.push(...(await this.#fill(cluster, watched, signal)));
      }
    }
    return changed;
  }

  async #takeIn(
    cluster: ProvisioningCluster,
    signal: AbortSignal,
  ): Promise<string[]> {
    const { baselines, database } = this.#options;
    const seen = await selectCluster(database, cluster.cluster);
    const found = seen ? await selectUnmanaged(database, seen.uid) : [];
    if (!seen || found.length === 0) {
      return [];
    }
    const versions = (await baselines.current()).baselines.map(
      it => it.version,
    );
    const taken: string[] = [];
    for (const namespace of found) {
      signal.throwIfAborted();
      const id = await this.#record(cluster, seen.uid, namespace, versions);
      if (id !== undefined) {
        taken.push(id);
      }
    }
    return taken;
  }

  async #record(
    { cluster, delivery }: ProvisioningCluster,
    clusterUid: string,
    { name, uid, labels }: UnmanagedNamespace,
    versions: readonly string[],
  ): Promise<string | undefined> {
    const { clock, database, groups, provisioning } = this.#options;
    const judged = judgeUnmanaged(
      { name, labels: JSON.parse(labels) },
      { ...this.#options, cluster, versions },
    );
    const group =
      'problem' in judged
        ? judged
        : await groups.nameOf(judged.request.ownerRef);
    if ('problem' in judged || 'problem' in group) {
      this.#tell(uid, `${cluster}/${name}`, judged, group);
      return undefined;
    }
    const row = newNamespaceRow(judged.request, {
      clusterUid,
      delivery,
      id: randomUUID(),
      origin: 'just-in-time',
      uid,
      version: judged.request.baselineVersion,
      createdBy: MADE_BY,
      now: clock.now().toISOString(),
    });
    const objects = toObjectRows(row.id, await provisioning.planFor(row));
    return (await storeManagedNamespace(database, row, objects))
      ? row.id
      : undefined;
  }

  async #fill(
    { cluster }: ProvisioningCluster,
    watched: readonly WatchedNamespace[],
    signal: AbortSignal,
  ): Promise<string[]> {
    const { clock, database, logger, provisioning } = this.#options;
    const filled: string[] = [];
    const open = watched.filter(
      row =>
        row.origin === 'just-in-time' &&
        row.cluster_name === cluster &&
        row.state !== 'complete' &&
        row.seen_uid === row.uid &&
        !isBusy(row, clock.now().toISOString()) &&
        this.#retries.isDue(row.id, clock.now()),
    );
    for (const { id, name } of open) {
      signal.throwIfAborted();
      try {
        await provisioning.fillMissing(id, signal);
        filled.push(id);
        const row = await loadManagedNamespace(database, { id });
        if (row?.state === 'complete') {
          this.#retries.succeeded(id);
        } else {
          this.#retries.failed(id, clock.now());
        }
      } catch (error) {
        signal.throwIfAborted();
        if (this.#retries.failed(id, clock.now())) {
          logger.warn(
            `Namespace ${cluster}/${name} could not be completed, trying again: ${describeError(
              error,
            )}`,
          );
        }
      }
    }
    return filled;
  }

  /** Once for each Namespace and problem. */
  #tell(uid: string, where: string, ...found: object[]): void {
    const problem = found
      .flatMap(it => ('problem' in it ? [String(it.problem)] : []))
      .slice(0, 1)
      .join();
    if (this.#told.get(uid) !== problem) {
      this.#told.set(uid, problem);
      this.#options.logger.info(
        `Namespace ${where} has a baseline label and is left as it is: ${problem}`,
      );
    }
  }
}
