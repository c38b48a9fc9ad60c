/**
 * Lowers the Pod Security level of a namespace while an exception allows it, and raises it
 * again at its end: by the clock, and by what is stored, so that whoever takes over after
 * an interruption does what is still to be done.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  MANAGED_NAMESPACE_POLICY,
  type ManagedNamespaceRule,
  type WishedPodSecurityLevel,
} from '@shift-down/plugin-shift-down-common';
import {
  policyFindingId,
  type ControlIndex,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { describeError } from '../../collection/describeError';
import type { Clock } from '../../database/DatabaseClock';
import type { WatchedNamespace } from '../../database/operations/provisioning/watch/loadWatched';
import { selectActiveExceptions } from '../../database/operations/provisioning/watch/selectActiveExceptions';
import { Retries } from './Retries';
import { isBusy } from './standing';
import type { WatchedProvisioning } from './types';

const RULE: ManagedNamespaceRule = 'pod-security-wish';

/** @internal */
export interface LevelKeeperOptions {
  database: Knex;
  clock: Clock;
  controls: { index: ControlIndex };
  provisioning: Pick<WatchedProvisioning, 'applyLevel'>;
  logger: LoggerService;
}

/** @internal */
export class LevelKeeper {
  readonly #options: LevelKeeperOptions;
  readonly #retries = new Retries();

  constructor(options: LevelKeeperOptions) {
    this.#options = options;
  }

  async keep(
    watched: readonly WatchedNamespace[],
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, database } = this.#options;
    const now = clock.now();
    // One that was wished for once may still be lowered.
    const concerned = watched.filter(
      row =>
        row.uid !== '' &&
        (row.wished_level !== 'restricted' ||
          row.applied_level !== 'restricted'),
    );
    const exceptions = await selectActiveExceptions(
      database,
      concerned.map(row => this.#findingId(row)),
      now.toISOString(),
    );
    const clusters = new Set(concerned.map(row => row.cluster_uid));
    // One that takes its time keeps no other.
    await Promise.all(
      [...clusters].map(async cluster => {
        for (const row of concerned) {
          if (row.cluster_uid === cluster) {
            signal.throwIfAborted();
            await this.#look(row, exceptions, now, signal);
          }
        }
      }),
    );
  }

  async #look(
    row: WatchedNamespace,
    exceptions: ReadonlyMap<string, string>,
    now: Date,
    signal: AbortSignal,
  ): Promise<void> {
    const exceptionId =
      row.wished_level === 'restricted'
        ? null
        : exceptions.get(this.#findingId(row)) ?? null;
    const level = exceptionId === null ? 'restricted' : row.wished_level;
    const isKept =
      row.applied_level === level && row.exception_id === exceptionId;
    if (
      !isKept &&
      !isBusy(row, now.toISOString()) &&
      this.#retries.isDue(row.id, now)
    ) {
      await this.#apply(row, level, exceptionId, signal);
    }
  }

  async #apply(
    { id, cluster_name: cluster, name }: WatchedNamespace,
    level: WishedPodSecurityLevel,
    exceptionId: string | null,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, logger, provisioning } = this.#options;
    try {
      await provisioning.applyLevel(id, level, exceptionId, signal);
      this.#retries.succeeded(id);
      logger.info(
        `Namespace ${cluster}/${name} has the Pod Security level ${level} now${
          exceptionId === null ? '' : `, under exception ${exceptionId}`
        }`,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (this.#retries.failed(id, clock.now())) {
        logger.warn(
          `The Pod Security level of namespace ${cluster}/${name} should be ${level} and could not be set, trying again: ${describeError(
            error,
          )}`,
        );
      }
    }
  }

  /** What the exception has to cover: that less is wished for, of this Namespace. */
  #findingId(row: WatchedNamespace): string {
    const { index } = this.#options.controls;
    const expectation = {
      engine: 'shift-down',
      policy: MANAGED_NAMESPACE_POLICY,
      rule: RULE,
    } as const;
    const control = index.forPolicy(expectation);
    return policyFindingId({
      expectation:
        control === index.other ? expectation : { controlId: control.id },
      cluster: row.cluster_uid,
      subject: { namespace: '', kind: 'Namespace', name: row.name },
      component: '',
    });
  }
}
