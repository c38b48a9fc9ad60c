import type { EvidenceObserver } from './EvidenceObserver';
import type { ObservedRun } from './CollectionService';

/**
 * Ends what observes a run when another run of the same source begins: one that failed is
 * followed by the next under the same lease.
 * @internal
 */
export function latestRun(
  observe: (run: ObservedRun) => EvidenceObserver,
): (run: ObservedRun) => EvidenceObserver {
  const latest = new Map<string, AbortController>();
  return run => {
    const { source, signal } = run;
    latest.get(source.id)?.abort();
    const followed = new AbortController();
    latest.set(source.id, followed);
    return observe({
      ...run,
      signal: AbortSignal.any([signal, followed.signal]),
    });
  };
}
