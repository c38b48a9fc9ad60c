/** Which subjects a claim is about; whether it is granted is not asked here. */
import { namespaceOf } from '../collection/namespaceOf';
import { matchesLabels } from './labelSelector';
import type { Claim, ClaimableSubject } from './types';

/** @internal */
export function matchClaim(claim: Claim, subject: ClaimableSubject): boolean {
  const namespace = namespaceOf(subject);
  if (namespace === '') {
    return false;
  }
  if (claim.namespace !== undefined && claim.namespace !== namespace) {
    return false;
  }
  if (claim.cluster !== undefined && claim.cluster !== subject.clusterName) {
    return false;
  }
  return (
    claim.requirements.length === 0 ||
    (subject.labels !== undefined &&
      subject.kind !== 'Namespace' &&
      matchesLabels(claim.requirements, subject.labels))
  );
}
