/** What may be said of a managed namespace at a moment, and what has to wait: pure. */
import type { WatchedNamespace } from '../../database/operations/provisioning/watch/loadWatched';
import type { ManagedObjectRow } from '../../database/provisioningTables';

/** So long what was written may take to be collected. */
const COLLECTED_MILLISECONDS = 10_000;
/** A Namespace that was never seen is given longer before it counts as gone. */
const FIRST_SEEN_MILLISECONDS = 60_000;

/** Somebody writes its objects now. @internal */
export function isBusy(
  { busy_until: until }: Pick<WatchedNamespace, 'busy_until'>,
  now: string,
): boolean {
  return until !== null && until > now;
}

/** @internal */
export function isJustWritten(
  { updated_at: updatedAt }: Pick<WatchedNamespace, 'updated_at'>,
  objects: readonly Pick<ManagedObjectRow, 'applied_at'>[],
  now: string,
): boolean {
  const written = [updatedAt, ...objects.map(it => it.applied_at ?? '')];
  return written.some(
    at =>
      at !== '' && Date.parse(now) - Date.parse(at) < COLLECTED_MILLISECONDS,
  );
}

/**
 * Why a Namespace that is not among those collected is gone, if it is: only where all of
 * them are known, and were well after it was last written.
 * @param knownAt - When all Namespaces of its cluster were last known, ISO 8601.
 * @internal
 */
export function findGone(
  row: Pick<WatchedNamespace, 'seen_uid' | 'updated_at' | 'drift_at'>,
  knownAt: string | undefined,
): string | undefined {
  const patience =
    row.drift_at === null ? FIRST_SEEN_MILLISECONDS : COLLECTED_MILLISECONDS;
  if (
    knownAt === undefined ||
    Date.parse(knownAt) - Date.parse(row.updated_at) < patience
  ) {
    return undefined;
  }
  return row.seen_uid === null
    ? 'The Namespace is not there any more'
    : 'Another Namespace has its name now: it was deleted and made anew by somebody else';
}
