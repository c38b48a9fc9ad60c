/** Gets the objects of a record to where they belong, one at a time, and notes what came of it. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { WishedPodSecurityLevel } from '@shift-down/plugin-shift-down-common';
import type { ClusterProvisioner } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { describeError } from '../collection/describeError';
import type { Clock } from '../database/DatabaseClock';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../database/provisioningTables';
import { loadManagedObjects } from '../database/operations/provisioning/loadManagedObjects';
import { replaceManagedObjects } from '../database/operations/provisioning/replaceManagedObjects';
import type { ManagedNamespaceChange } from '../database/operations/provisioning/updateManagedNamespace';
import { applyLevel, applyNamespace } from './apply/applyNamespace';
import type { ApplyManner } from './apply/applyObject';
import { NamespaceHold } from './apply/NamespaceHold';
import type {
  Proposed,
  PullRequestProposals,
} from './deliver/PullRequestProposals';
import { objectsAtLevel, titleOf } from './objectRows';

/** Made where it is missing, changed where it is ours. @internal */
export const MAKE: ApplyManner = { creates: true, changes: true };

/** @internal */
export interface NamespaceWorkOptions {
  database: Knex;
  clock: Clock;
  proposals: Pick<PullRequestProposals, 'propose'>;
  logger: LoggerService;
  onChanged(id: string): void;
}

/** @internal */
export interface Work {
  row: ManagedNamespaceRow;
  /** Name of the cluster in config now. */
  cluster: string;
  /** Unset where it is delivered by pull request. */
  provisioner?: ClusterProvisioner;
  /** Begins the title of a pull request. */
  verb: string;
  manner?: ApplyManner;
  /** What is to be there; what the record lists if unset. */
  objects?: ManagedObjectRow[];
  /** What holds of the record from here on. */
  change?: ManagedNamespaceChange;
  signal?: AbortSignal;
}

/** @internal */
export class NamespaceWork {
  readonly #options: NamespaceWorkOptions;

  constructor(options: NamespaceWorkOptions) {
    this.#options = options;
  }

  /** For a record that was written just now, and is forgotten if nothing comes of it. */
  async begin(work: Work, hold: NamespaceHold): Promise<void> {
    await this.#holding(work, hold, async () => {
      try {
        await this.#deliver(work, hold, work.objects ?? [], [], true);
      } catch (error) {
        // Refused before anything was made: the name is free again.
        if (work.row.delivery === 'pull-request' || isRefusal(error)) {
          await hold.forget();
        }
        throw error;
      }
    });
  }

  /** @throws ConflictError while another works on it. */
  async goOn(work: Work): Promise<void> {
    const { database } = this.#options;
    const { id } = work.row;
    const hold = await NamespaceHold.take(this.#options, id);
    await this.#holding(work, hold, async () => {
      let left: ManagedObjectRow[] = [];
      let objects: ManagedObjectRow[] = [];
      if (work.objects) {
        const wanted = work.objects;
        await hold.within(async tx => {
          const replaced = await replaceManagedObjects(tx, id, wanted);
          objects = replaced.objects;
          left = replaced.forgotten;
        }, work.change);
      } else {
        await hold.note(work.change ?? {});
        objects = (await loadManagedObjects(database, [id])).get(id) ?? [];
      }
      await this.#deliver(work, hold, objects, left, false);
    });
  }

  /**
   * Another Pod Security level: changes the Namespace and nothing else.
   * @throws ServiceUnavailableError or ConflictError if it could not be changed.
   */
  async setLevel(
    work: Work,
    level: WishedPodSecurityLevel,
    change: ManagedNamespaceChange,
  ): Promise<void> {
    const { database } = this.#options;
    const { id } = work.row;
    const hold = await NamespaceHold.take(this.#options, id);
    await this.#holding(work, hold, async () => {
      const stored = (await loadManagedObjects(database, [id])).get(id) ?? [];
      const objects = objectsAtLevel(stored, level);
      const { provisioner, row, signal } = work;
      if (provisioner) {
        await applyLevel({
          ...this.#options,
          hold,
          row,
          objects,
          manner: { ...MAKE, repairs: true },
          provisioner,
          ...(signal && { signal }),
        });
      } else {
        await this.#propose(work, hold, objects, false);
      }
      await hold.note(change);
    });
  }

  /** With the hold, whatever comes of it; who asks is told of the change. */
  async #holding(
    { row }: Work,
    hold: NamespaceHold,
    work: () => Promise<void>,
  ): Promise<void> {
    const { logger, onChanged } = this.#options;
    try {
      await work();
    } catch (error) {
      if (!isRefusal(error)) {
        await hold
          .note({ state: 'partial', reason: describeError(error) })
          .catch(noting =>
            logger.warn(
              `What came of ${row.name} could not be noted: ${describeError(
                noting,
              )}`,
            ),
          );
      }
      throw error;
    } finally {
      await hold.release();
      onChanged(row.id);
    }
  }

  async #deliver(
    work: Work,
    hold: NamespaceHold,
    objects: ManagedObjectRow[],
    left: readonly ManagedObjectRow[],
    isFirst: boolean,
  ): Promise<void> {
    const { manner = MAKE, provisioner, row, signal } = work;
    if (provisioner) {
      await applyNamespace({
        ...this.#options,
        hold,
        row,
        objects: objects.filter(
          it => !manner.bindsNobody || it.kind !== 'RoleBinding',
        ),
        manner,
        left: left.map(titleOf),
        provisioner,
        ...(signal && { signal }),
      });
      return;
    }
    await this.#propose(work, hold, objects, isFirst);
  }

  async #propose(
    work: Work,
    hold: NamespaceHold,
    objects: readonly ManagedObjectRow[],
    isFirst: boolean,
  ): Promise<void> {
    const { row, signal } = work;
    const proposed = await this.#options.proposals.propose({
      row: { ...row, ...work.change },
      objects,
      cluster: work.cluster,
      verb: work.verb,
      isFirst: isFirst && row.origin === 'provisioned',
      ...(signal && { signal }),
    });
    // What was seen there already, and is proposed no other way, stays as it was seen.
    const isSeen =
      proposed.isMerged &&
      row.state === 'complete' &&
      objects.every(it => it.state === 'applied' || it.kind === 'Namespace');
    if (isSeen) {
      await hold.noteObject(objects[0].object_id, { state: 'applied' });
    } else {
      await this.#noteProposed(hold, objects, proposed);
    }
  }

  async #noteProposed(
    hold: NamespaceHold,
    objects: readonly ManagedObjectRow[],
    { branch, isMerged, url }: Proposed,
  ): Promise<void> {
    for (const { manifest, object_id } of objects) {
      await hold.noteObject(object_id, {
        manifest,
        state: 'proposed',
        reason: null,
      });
    }
    await hold.note({
      state: 'proposed',
      reason: isMerged
        ? 'The repository says so already, and it is not seen in the cluster yet'
        : 'A pull request waits to be merged and applied',
      branch,
      ...(!isMerged && { pull_request_url: url }),
    });
  }
}

/** Decided, and nothing was touched. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['ConflictError', 'NotAllowedError'].includes(error.name)
  );
}
