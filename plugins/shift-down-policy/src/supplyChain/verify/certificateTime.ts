/** When something was signed, by clocks that the verifier has checked. */
import type { SignedEntity } from '@sigstore/verify';
import type { Refusal } from '../codes';

/** ISO 8601: the earliest that a timestamp authority or the log signed. */
export function trustedTime(entity: SignedEntity): string | undefined {
  const times = timesOf(entity).map(time => time.getTime());
  return times.length > 0
    ? new Date(Math.min(...times)).toISOString()
    : undefined;
}

/** Whether the certificate was out of its time when it was used. */
export function checkCertificateTime(
  entity: SignedEntity,
): Refusal | undefined {
  if (entity.key.$case !== 'certificate') {
    return undefined;
  }
  const { certificate } = entity.key;
  const outside = timesOf(entity).find(time => !certificate.validForDate(time));
  return (
    outside && {
      code: 'certificate-expired',
      reason: `It was signed at ${outside.toISOString()}, and its certificate was valid from ${certificate.notBefore.toISOString()} to ${certificate.notAfter.toISOString()} only.`,
    }
  );
}

function timesOf({ timestamps }: SignedEntity): Date[] {
  return timestamps.flatMap(timestamp => {
    if (timestamp.$case === 'timestamp-authority') {
      return [timestamp.timestamp.signingTime];
    }
    // Without a promise of inclusion the log's time is signed by nobody.
    return timestamp.tlogEntry.inclusionPromise
      ? [new Date(Number(timestamp.tlogEntry.integratedTime) * 1000)]
      : [];
  });
}
