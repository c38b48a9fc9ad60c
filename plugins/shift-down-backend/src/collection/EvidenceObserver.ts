/** What works on a cluster's evidence beside its collection, under the same lease. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';

/** Hears of every change of evidence, after it; must return at once. @internal */
export interface EvidenceObserver {
  /**
   * @param namespaces - Those in which something changed, none if nothing did; anywhere
   *   in the cluster if not given.
   */
  changed(kind: SourceKind, namespaces?: ReadonlySet<string>): void;
  /**
   * A kind has been compared in full with what is stored.
   * @param removed - Whether some of what was stored turned out to be gone.
   */
  listed(kind: SourceKind, removed: boolean): void;
}

/** @internal */
export function tellAll(...observers: EvidenceObserver[]): EvidenceObserver {
  return {
    changed: (kind, namespaces) =>
      observers.forEach(it => it.changed(kind, namespaces)),
    listed: (kind, removed) =>
      observers.forEach(it => it.listed(kind, removed)),
  };
}
