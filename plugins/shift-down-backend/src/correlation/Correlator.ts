/** Keeps the links between subjects and entities true while evidence changes. */
import type { Knex } from 'knex';
import type {
  EvidenceChange,
  EvidenceFollower,
} from '../collection/EvidenceFollower';
import { assignNamespaceOwners } from '../database/operations/correlation/assignNamespaceOwners';
import { correlateEntities } from '../database/operations/correlation/correlateEntities';
import { findClaimants } from '../database/operations/correlation/findClaimants';
import { lockCorrelation } from '../database/operations/correlation/lockCorrelation';
import { selectSubjectsIn } from '../database/operations/correlation/selectSubjectsIn';
import type { CorrelationOptions } from './types';

/** @internal */
export class Correlator implements EvidenceFollower {
  readonly #options: CorrelationOptions;

  constructor(options: CorrelationOptions) {
    this.#options = options;
  }

  async concernedBy(
    tx: Knex,
    subjectIds: Iterable<string>,
  ): Promise<Set<string>> {
    const ids = [...subjectIds];
    if (ids.length === 0) {
      return new Set();
    }
    await lockCorrelation(tx);
    return findClaimants(tx, ids);
  }

  async follow(tx: Knex, change: EvidenceChange): Promise<void> {
    const { clusterName, clusterUid, namespaces, now } = change;
    const entityRefs = [...change.entityRefs];
    if (
      entityRefs.length === 0 &&
      change.subjectIds.length === 0 &&
      namespaces.length === 0
    ) {
      return;
    }
    // Before anything is read: what another transaction writes while it holds the
    // lock could be seen neither by this one, nor would it see this one's.
    await lockCorrelation(tx);
    await assignNamespaceOwners(tx, this.#options, {
      clusterName,
      clusterUid,
      namespaces,
    });
    const found = await findClaimants(tx, [
      ...change.subjectIds,
      ...(await selectSubjectsIn(tx, clusterUid, namespaces)),
    ]);
    await correlateEntities(tx, this.#options, [...entityRefs, ...found], now);
  }
}
