/**
 * Forgets a cluster that config does not name any more, under its lease: a replica
 * with the former config may still be collecting it, and ends when it is replaced.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { forgetCluster } from '../database/operations/collection/forgetCluster';
import type { ClusterRow } from '../database/tables';
import { backoffMilliseconds } from './backoff';
import { describeError } from './describeError';
import type { EvidenceFollower } from './EvidenceFollower';
import { HeldLease } from './HeldLease';
import { leaseName, type LeaseTimes } from './leaseTimes';
import { pause } from './pause';

/** @internal */
export interface ForgetOptions {
  database: Knex;
  clock: Clock;
  follower: EvidenceFollower;
  holder: string;
  alone: boolean;
  leaseTimes: LeaseTimes;
  retry: { minimumSeconds: number; maximumSeconds: number };
  logger: LoggerService;
  onMarked: () => void;
}

/** Tries until it is done or the signal aborts; never rejects. @internal */
export async function forgetUnconfigured(
  cluster: Pick<ClusterRow, 'name' | 'uid'>,
  options: ForgetOptions,
  signal: AbortSignal,
): Promise<void> {
  const { leaseTimes, logger, retry } = options;
  for (let failures = 0; !signal.aborted; ) {
    try {
      if (await forget(cluster, options)) {
        logger.info(
          `Cluster '${cluster.name}' is not configured any more; its evidence ` +
            `was forgotten`,
        );
        return;
      }
      failures = 0;
    } catch (error) {
      failures += 1;
      logger.warn(
        `Could not forget cluster '${cluster.name}' yet, trying again: ` +
          `${describeError(error)}`,
      );
    }
    await pause(
      failures > 0
        ? backoffMilliseconds(failures, retry)
        : leaseTimes.pollSeconds * 1000,
      signal,
    );
  }
}

/** Returns whether the lease could be had. */
async function forget(
  { name, uid }: Pick<ClusterRow, 'name' | 'uid'>,
  options: ForgetOptions,
): Promise<boolean> {
  const { alone, clock, database, follower, holder, leaseTimes, onMarked } =
    options;
  const lease = await HeldLease.take(database, {
    name: leaseName(name),
    holder,
    seconds: leaseTimes.seconds,
    seize: alone,
  });
  if (!lease) {
    return false;
  }
  try {
    if (uid) {
      await forgetCluster(database, lease, {
        clusterName: name,
        clusterUid: uid,
        follower,
        clock,
      });
      onMarked();
    }
    await lease.transact(async tx => {
      await tx('source_events').where('cluster_name', name).delete();
      await tx('sources').where('cluster_name', name).delete();
      await tx('clusters').where({ name }).delete();
    });
  } finally {
    await lease.release();
  }
  return true;
}
