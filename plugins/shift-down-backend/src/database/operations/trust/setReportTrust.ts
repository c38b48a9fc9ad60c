import type { ReportTrust } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { ClusterRow } from '../../tables';
import { markClusterForAssessment } from '../queue/markForAssessment';

const NOT_YET = 'The RBAC of this cluster has not been read yet';

/**
 * Notes how far the platform believes the reports of a cluster. What RBAC last said
 * stays until it is read again; where it was not asked before, nothing is believed
 * until it has been.
 * @internal
 */
export async function setReportTrust(
  tx: Knex,
  clusterName: string,
  trust: ReportTrust,
  now: string,
): Promise<void> {
  const cluster: ClusterRow | undefined = await tx('clusters')
    .where('name', clusterName)
    .forUpdate()
    .first();
  if (!cluster) {
    return;
  }
  const isByRbac = ['rbac', 'unknown'].includes(cluster.report_trust);
  if (trust.mode === 'rbac' ? isByRbac : cluster.report_trust === trust.mode) {
    return;
  }
  await tx('clusters')
    .where('name', clusterName)
    .update(
      trust.mode === 'rbac'
        ? { report_trust: 'unknown', report_trust_reason: NOT_YET }
        : {
            report_trust: trust.mode,
            report_trust_reason: null,
            trust_review: null,
          },
    );
  if (cluster.uid) {
    await tx('report_writers').where('cluster_uid', cluster.uid).delete();
    await markClusterForAssessment(tx, cluster.uid, now);
  }
}
