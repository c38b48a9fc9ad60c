/** Has correlation look again at namespaces of which a record has come, changed or gone. */
import type { Knex } from 'knex';
import type { EvidenceFollower } from '../../collection/EvidenceFollower';
import type { FencedWriter } from '../../collection/HeldLease';
import { eachChunk } from '../../database/inChunks';
import type { Clock } from '../../database/DatabaseClock';
import { selectMisattributed } from '../../database/operations/provisioning/watch/selectMisattributed';

const NAMESPACES_PER_TRANSACTION = 50;

/** @internal */
export interface OwnerKeeperOptions {
  database: Knex;
  clock: Clock;
  follower: EvidenceFollower;
  /** Called after a change that put entities into the queue. */
  onMarked(): void;
}

/** @internal */
export class OwnerKeeper {
  readonly #options: OwnerKeeperOptions;

  constructor(options: OwnerKeeperOptions) {
    this.#options = options;
  }

  async keep(lease: FencedWriter): Promise<void> {
    const { clock, database, follower, onMarked } = this.#options;
    const found = await selectMisattributed(database);
    if (found.length === 0) {
      return;
    }
    const clusters: { name: string; uid: string }[] = await database('clusters')
      .whereNotNull('uid')
      .whereNull('duplicate_of')
      .select('name', 'uid');
    for (const { name: clusterName, uid: clusterUid } of clusters) {
      await eachChunk(
        found.filter(it => it.cluster_uid === clusterUid).map(it => it.name),
        namespaces =>
          lease.transact(tx =>
            follower.follow(tx, {
              clusterName,
              clusterUid,
              namespaces,
              subjectIds: [],
              entityRefs: [],
              now: clock.now().toISOString(),
            }),
          ),
        NAMESPACES_PER_TRANSACTION,
      );
    }
    onMarked();
  }
}
