/** Brings managed namespaces to what they should be: once more, by a new baseline or level. */
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type { WishedPodSecurityLevel } from '@shift-down/plugin-shift-down-common';
import type { PlannedObject } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { loadManagedNamespace } from '../database/operations/provisioning/loadManagedNamespace';
import type { ManagedNamespaceRow } from '../database/provisioningTables';
import type { BaselineReader } from './BaselineReader';
import type { ClusterPlaces } from './ClusterPlaces';
import { MAKE, type NamespaceWork, type Work } from './NamespaceWork';
import { toObjectRows } from './objectRows';
import type { NamespaceRenderer } from './request/NamespaceRenderer';

/** Kyverno takes a second; so long it is given after it was down. */
const GENERATED_WITHIN_MILLISECONDS = 120_000;

/** @internal */
export interface NamespaceUpkeepOptions {
  database: Knex;
  clock: Clock;
  baselines: Pick<BaselineReader, 'version'>;
  places: ClusterPlaces;
  renderer: NamespaceRenderer;
  work: NamespaceWork;
}

/** @internal */
export class NamespaceUpkeep {
  readonly #options: NamespaceUpkeepOptions;

  constructor(options: NamespaceUpkeepOptions) {
    this.#options = options;
  }

  /** Applies again what was applied, also over what others changed of it. */
  async repair(id: string, signal?: AbortSignal): Promise<void> {
    const row = await this.#load(id);
    await this.#options.work.goOn({
      ...(await this.placeOf(row, signal)),
      verb: 'Repair',
      manner: { ...MAKE, repairs: true },
    });
  }

  /** @param to - Version of the baseline; the current one if not given. */
  async upgrade(id: string, to?: string, signal?: AbortSignal): Promise<void> {
    const { baselines, work } = this.#options;
    const row = await this.#load(id);
    const { version } = await baselines.version(to);
    const planned = await this.planFor(row, version);
    await work.goOn({
      ...(await this.placeOf(row, signal)),
      verb: 'Upgrade',
      manner: { ...MAKE, always: true },
      objects: toObjectRows(id, planned),
      change: { baseline_version: version },
    });
  }

  /**
   * @param exceptionId - By which it is lowered; null if it is raised again.
   * @throws ConflictError, NotAllowedError or ServiceUnavailableError if it was not applied.
   */
  async applyLevel(
    id: string,
    level: WishedPodSecurityLevel,
    exceptionId: string | null,
    signal?: AbortSignal,
  ): Promise<void> {
    const row = await this.#load(id);
    if (
      level !== 'restricted' &&
      (exceptionId === null || row.wished_level !== level)
    ) {
      throw new NotAllowedError(
        `Pod Security of ${row.name} is lowered for an approved exception only, and to what was wished for`,
      );
    }
    await this.#options.work.setLevel(
      {
        ...(await this.placeOf(row, signal)),
        verb: 'Set Pod Security of',
      },
      level,
      { applied_level: level, exception_id: exceptionId },
    );
  }

  /**
   * For a namespace that others made: creates what is missing, and says `complete` once all
   * is there. Binds nobody; what is there and says something else is left alone. Where
   * Kyverno may generate the objects they are waited for, but not for long: that it could
   * does not say that it is told to.
   */
  async fillMissing(id: string, signal?: AbortSignal): Promise<void> {
    const { clock, places, work } = this.#options;
    const row = await this.#load(id);
    const now = clock.now().getTime();
    const { capabilities, provisioner } = await places.openFor(row, signal);
    await work.goOn({
      row,
      cluster: provisioner.cluster,
      provisioner,
      verb: 'Fill',
      manner: {
        creates:
          capabilities.generatingPolicyVersion === undefined ||
          now - Date.parse(row.created_at) > GENERATED_WITHIN_MILLISECONDS,
        changes: false,
        bindsNobody: true,
      },
      ...(signal && { signal }),
    });
  }

  /** A stored request as a version of the baseline would have it: its own if not given. */
  async planFor(
    row: ManagedNamespaceRow,
    version?: string,
  ): Promise<PlannedObject[]> {
    const { places, renderer } = this.#options;
    return await renderer.renderRow(row, {
      cluster: await places.nameFor(row),
      ...(version !== undefined && { version }),
    });
  }

  /** Where a record's objects go: never to another cluster than the one it was made in. */
  async placeOf(
    row: ManagedNamespaceRow,
    signal?: AbortSignal,
  ): Promise<Pick<Work, 'row' | 'cluster' | 'provisioner' | 'signal'>> {
    const { places } = this.#options;
    const common = { row, ...(signal && { signal }) };
    if (row.delivery === 'pull-request') {
      return { ...common, cluster: await places.nameFor(row) };
    }
    const { provisioner } = await places.openFor(row, signal);
    return { ...common, cluster: provisioner.cluster, provisioner };
  }

  async #load(id: string): Promise<ManagedNamespaceRow> {
    const { database, places } = this.#options;
    places.requireEnabled();
    const row = await loadManagedNamespace(database, { id });
    if (!row) {
      throw new NotFoundError(
        'There is no such managed namespace. Check the list of namespaces',
      );
    }
    if (row.gone_at !== null) {
      throw new ConflictError(
        `The namespace ${row.name} is not in ${row.cluster_name} any more. Ask for it anew`,
      );
    }
    return row;
  }
}
