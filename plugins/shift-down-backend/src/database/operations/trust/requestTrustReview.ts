import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { isRbacKind } from '../../../trust/rbacKinds';

/**
 * From now on no disappearance is believed in the cluster, until its RBAC has been
 * looked at anew: whoever has just been let write reports may have made it. Belongs into
 * the transaction of the change that is the reason, at its beginning.
 * @internal
 */
export async function requestTrustReview(
  tx: Knex,
  clusterName: string,
): Promise<void> {
  await tx('clusters')
    .where('name', clusterName)
    .whereIn('report_trust', ['rbac', 'unknown'])
    .update({ trust_review: randomUUID() });
}

/** {@link requestTrustReview} if a change of this kind is a reason for one. @internal */
export async function requestTrustReviewFor(
  tx: Knex,
  clusterName: string,
  kind: SourceKind,
): Promise<void> {
  if (isRbacKind(kind)) {
    await requestTrustReview(tx, clusterName);
  }
}
