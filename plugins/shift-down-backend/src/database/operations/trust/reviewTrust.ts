import {
  inTurns,
  reportWritersInSteps,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { FencedWriter } from '../../../collection/HeldLease';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import { RBAC_KINDS } from '../../../trust/rbacKinds';
import type { ClusterRow, SourceRow } from '../../tables';
import { selectSubjectsIn } from '../correlation/selectSubjectsIn';
import {
  markClusterForAssessment,
  markSubjectsForAssessment,
} from '../queue/markForAssessment';
import { loadRbac } from './loadRbac';
import { storeReportWriters } from './storeReportWriters';

/** @internal */
export interface TrustReview {
  /** Whom else the platform trusts. */
  writers: readonly string[];
  /** Whether all of RBAC has been listed since the collector came to this cluster. */
  allListed: boolean;
  /** ISO 8601 */
  now: string;
}

/**
 * Works out anew who may write the reports of a cluster that is believed as far as its
 * RBAC bears it out, and marks the entities for which that makes a difference.
 *
 * @remarks
 * What a failed collection last knew stays. RBAC that may not be read, or was never
 * read in full, leaves everything unverified. Disappearances are believed again only
 * if all of RBAC is fresh and none of it changed since it was read for this.
 * @internal
 */
export async function reviewTrust(
  knex: Knex,
  lease: FencedWriter,
  clusterName: string,
  { writers, allListed, now }: TrustReview,
): Promise<void> {
  const cluster: ClusterRow | undefined = await knex('clusters')
    .where('name', clusterName)
    .first();
  if (!cluster?.uid || !isByRbac(cluster)) {
    return;
  }
  const sources: SourceRow[] = await knex('sources')
    .where('cluster_name', clusterName)
    .whereIn('kind', RBAC_KINDS);
  const problem = problemOfRbac(sources);
  if (problem) {
    await distrust(lease, clusterName, problem, now);
    return;
  }
  const isKnown =
    allListed && sources.every(source => source.state === 'fresh');
  const found = await inTurns(
    reportWritersInSteps(await loadRbac(knex, cluster.uid), writers),
    giveWay,
  );
  await lease.transact(async tx => {
    const current = await lockCluster(tx, clusterName);
    if (!current?.uid || current.uid !== cluster.uid || !isByRbac(current)) {
      return;
    }
    const namespaces = await storeReportWriters(tx, current.uid, found);
    if (isKnown && current.trust_review === cluster.trust_review) {
      await tx('clusters')
        .where('name', clusterName)
        .update({ trust_review: null });
    }
    if (current.report_trust !== 'rbac') {
      await tx('clusters')
        .where('name', clusterName)
        .update({ report_trust: 'rbac', report_trust_reason: null });
    }
    if (current.report_trust !== 'rbac' || namespaces.has('')) {
      await markClusterForAssessment(tx, current.uid, now);
    } else {
      const subjects = await selectSubjectsIn(tx, current.uid, [...namespaces]);
      await markSubjectsForAssessment(tx, subjects, now);
    }
  });
}

/** Believes nothing of a cluster until its RBAC is known again. @internal */
export async function distrust(
  lease: FencedWriter,
  clusterName: string,
  reason: string,
  now: string,
): Promise<void> {
  await lease.transact(async tx => {
    const cluster = await lockCluster(tx, clusterName);
    if (!cluster || !isByRbac(cluster)) {
      return;
    }
    await tx('clusters')
      .where('name', clusterName)
      .update({ report_trust: 'unknown', report_trust_reason: reason });
    if (cluster.uid && cluster.report_trust !== 'unknown') {
      await markClusterForAssessment(tx, cluster.uid, now);
    }
  });
}

async function lockCluster(
  tx: Knex,
  name: string,
): Promise<ClusterRow | undefined> {
  return await tx('clusters').where({ name }).forUpdate().first();
}

function isByRbac({ report_trust: trust }: ClusterRow): boolean {
  return trust === 'rbac' || trust === 'unknown';
}

function problemOfRbac(sources: SourceRow[]): string | undefined {
  for (const kind of RBAC_KINDS) {
    const source = sources.find(it => it.kind === kind);
    if (source?.state === 'forbidden') {
      return `The collector may not read ${kind}: ${source.error ?? ''}`;
    }
    if (source?.state === 'not-installed') {
      return `The cluster serves no ${kind}: who may write reports is not decided by RBAC`;
    }
    if (!source?.last_success_at) {
      return source?.error
        ? `${kind} could not be read yet: ${source.error}`
        : `${kind} has not been read in full yet`;
    }
  }
  return undefined;
}
