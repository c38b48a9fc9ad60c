/** How a name stands in a cluster: free, ours, or somebody else's. */
import type { NamespaceRequest } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { Clock } from '../../database/DatabaseClock';
import { loadManagedNamespace } from '../../database/operations/provisioning/loadManagedNamespace';
import { updateManagedNamespace } from '../../database/operations/provisioning/updateManagedNamespace';
import type { ManagedNamespaceRow } from '../../database/provisioningTables';
import type {
  ClusterPlaces,
  ExistingNamespace,
  OpenCluster,
} from '../ClusterPlaces';

/** @internal */
export interface NameStanding {
  /** The live record of it. */
  row?: ManagedNamespaceRow;
  /** The Namespace that is there. */
  existing?: ExistingNamespace;
  /** In words, why this owner can't have it made. */
  isTaken?: string;
}

/** @internal */
export class Standing {
  readonly #options: {
    database: Knex;
    clock: Clock;
    places: Pick<ClusterPlaces, 'findNamespace'>;
  };

  constructor(options: {
    database: Knex;
    clock: Clock;
    places: Pick<ClusterPlaces, 'findNamespace'>;
  }) {
    this.#options = options;
  }

  /**
   * @param adopts - Whether what is there is to be taken over.
   * @throws ServiceUnavailableError while the cluster does not say.
   */
  async of(
    { cluster, name, ownerRef }: NamespaceRequest,
    place: { uid: string; open?: OpenCluster },
    adopts = false,
  ): Promise<NameStanding> {
    const { database, places } = this.#options;
    const load = () =>
      loadManagedNamespace(database, { clusterUid: place.uid, name });
    // In this order: what another has just made and noted must not look as if it were gone,
    // or as if somebody else had made it.
    const known = await load();
    const existing = await places.findNamespace(name, place);
    const row = known ?? (existing && (await load()));
    const there = existing && { existing };
    if (row && !(await this.#isGone(row, existing, place.open))) {
      return {
        ...there,
        row,
        ...(adopts && {
          isTaken: `The namespace ${name} in ${cluster} is managed already. Repair or upgrade it instead`,
        }),
        ...(!adopts &&
          row.owner_ref !== ownerRef && {
            isTaken: `The namespace ${name} in ${cluster} is managed for another group already. Choose another name`,
          }),
      };
    }
    return {
      ...there,
      ...(existing &&
        !adopts && {
          isTaken: `A namespace ${name} exists in ${cluster} and was not made here; nothing was touched. Choose another name, or ask the platform team to adopt it`,
        }),
    };
  }

  /** Only the cluster itself says so for certain: what was collected may be old. */
  async #isGone(
    row: ManagedNamespaceRow,
    existing: ExistingNamespace | undefined,
    open: OpenCluster | undefined,
  ): Promise<boolean> {
    if (!open || row.uid === '' || row.uid === existing?.uid) {
      return false;
    }
    const { clock, database } = this.#options;
    const now = clock.now().toISOString();
    return await updateManagedNamespace(
      database,
      row.id,
      { state: 'gone', reason: null, gone_at: now, updated_at: now },
      { uid: row.uid },
    );
  }
}
