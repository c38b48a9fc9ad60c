/** Whether a pass can be believed, by who may write the report that it is in. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { UnverifiedReports } from '../types';
import { unverifiedInWords } from './words';

export class Verification {
  /** Reasons by cluster, kind and namespace. */
  readonly #reasons = new Map<string, string>();

  constructor(
    unverified: readonly UnverifiedReports[],
    nameOfCluster: (uid: string) => string,
  ) {
    for (const reports of unverified) {
      const { clusterUid, sourceKind, namespace } = reports;
      const key = keyOf(clusterUid, sourceKind, namespace);
      const reason = unverifiedInWords(reports, nameOfCluster(clusterUid));
      const known = this.#reasons.get(key);
      if (known === undefined || reason < known) {
        this.#reasons.set(key, reason);
      }
    }
  }

  /** Why a pass in reports of this namespace is not verified, if it is not. */
  problemOf(
    clusterUid: string,
    kind: SourceKind,
    namespace: string,
  ): string | undefined {
    return this.#reasons.size === 0
      ? undefined
      : this.#reasons.get(keyOf(clusterUid, kind, '')) ??
          this.#reasons.get(keyOf(clusterUid, kind, namespace));
  }
}

function keyOf(clusterUid: string, kind: string, namespace: string): string {
  return `${clusterUid} ${kind} ${namespace}`;
}
