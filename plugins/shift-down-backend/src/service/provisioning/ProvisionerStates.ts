/** Whether clusters can be written to and asked now; asked once a minute at the most. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterProvisioner } from '@shift-down/plugin-shift-down-node';
import type { Clock } from '../../database/DatabaseClock';

const KEPT_MILLISECONDS = 60_000;
const LIMIT_MILLISECONDS = 5_000;

/** @internal */
export interface ProvisionerState {
  canProve: boolean;
  /** In words, why it is not to be had now. */
  problem?: string;
}

/** @internal */
export class ProvisionerStates {
  readonly #options: {
    clock: Clock;
    provisioners: readonly ClusterProvisioner[];
    logger: LoggerService;
  };
  readonly #known = new Map<
    string,
    { until: number; state: Promise<ProvisionerState> }
  >();

  constructor(options: {
    clock: Clock;
    provisioners: readonly ClusterProvisioner[];
    logger: LoggerService;
  }) {
    this.#options = options;
  }

  /** Never rejects; `undefined` where nobody writes to that cluster. */
  async of(cluster: string): Promise<ProvisionerState | undefined> {
    const { clock, provisioners } = this.#options;
    const provisioner = provisioners.find(it => it.cluster === cluster);
    if (!provisioner) {
      return undefined;
    }
    const now = clock.now().getTime();
    const known = this.#known.get(cluster);
    if (known && now < known.until) {
      return await known.state;
    }
    const state = this.#inspect(provisioner);
    this.#known.set(cluster, { until: now + KEPT_MILLISECONDS, state });
    const found = await state;
    if (found.problem !== undefined) {
      // Whoever asks again wants to know whether it is back.
      this.#known.delete(cluster);
    }
    return found;
  }

  async #inspect(provisioner: ClusterProvisioner): Promise<ProvisionerState> {
    const { logger } = this.#options;
    try {
      const { prober } = await provisioner.inspect({
        signal: AbortSignal.timeout(LIMIT_MILLISECONDS),
        logger,
      });
      return { canProve: prober !== undefined };
    } catch (error) {
      logger.debug(
        `The provisioner of ${provisioner.cluster} does not answer: ${error}`,
      );
      return {
        canProve: false,
        problem:
          'The cluster does not answer now. Try again, or ask the platform team',
      };
    }
  }
}
