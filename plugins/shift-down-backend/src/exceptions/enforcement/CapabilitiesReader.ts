/** What each cluster's engines can be told, asked of it now and then. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterCapabilities } from '@shift-down/plugin-shift-down-node';
import {
  GUARDRAIL_EXCEPTIONS,
  USUAL_CAPABILITIES,
  type EngineCapabilities,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { describeError } from '../../collection/describeError';
import type { CapabilitiesOfClusters } from '../../database/operations/exceptions/loadBasis';
import { listGuardrails } from '../../database/operations/exceptions/enforcement/listGuardrails';
import type { Deliveries } from './Deliveries';

const KEEP_MILLISECONDS = 60_000;
/** A request of a user waits for it. */
const TIMEOUT_MILLISECONDS = 5_000;

/** @internal */
export interface CapabilitiesReaderOptions {
  database: Knex;
  deliveries: Deliveries;
  logger: LoggerService;
  /** Milliseconds of a clock that nobody sets. */
  elapsed?: () => number;
}

interface Answer {
  at: number;
  capabilities: Promise<ClusterCapabilities | undefined>;
}

/** @internal */
export class CapabilitiesReader implements CapabilitiesOfClusters {
  readonly #options: CapabilitiesReaderOptions;
  readonly #answers = new Map<string, Answer>();

  constructor(options: CapabilitiesReaderOptions) {
    this.#options = options;
  }

  /**
   * By UID. A cluster that has no writer or does not answer is taken as the usual one:
   * what it is told is looked at once more before it is told.
   */
  async capabilitiesOf(
    clusters: readonly string[],
  ): Promise<ReadonlyMap<string, EngineCapabilities>> {
    const { database, deliveries } = this.#options;
    const names = await deliveries.namesOf(clusters);
    const guardrails = await listGuardrails(database, clusters);
    return new Map(
      await Promise.all(
        clusters.map(async (uid): Promise<[string, EngineCapabilities]> => {
          const name = names.get(uid);
          const found = name === undefined ? undefined : await this.#ask(name);
          const own = guardrails.get(uid) ?? [];
          // Another cluster of that name tells nothing about this one.
          const told = found?.uid === uid ? found : undefined;
          const writer =
            name === undefined ? undefined : deliveries.writerOf(name);
          return [
            uid,
            {
              exceptionVersions:
                told?.exceptionVersions ?? usualVersions(own.length > 0),
              hasExpiresAt:
                told?.hasExpiresAt ?? USUAL_CAPABILITIES.hasExpiresAt,
              exceptionNamespace:
                writer?.exceptionNamespace ??
                USUAL_CAPABILITIES.exceptionNamespace,
              guardrails: own,
            },
          ];
        }),
      ),
    );
  }

  /** Why engines of a cluster may ignore exceptions; by its name in config. */
  async warningsOf(cluster: string): Promise<string[]> {
    return (await this.#ask(cluster))?.warnings ?? [];
  }

  #ask(cluster: string): Promise<ClusterCapabilities | undefined> {
    const now = (this.#options.elapsed ?? (() => performance.now()))();
    const known = this.#answers.get(cluster);
    if (known && now - known.at < KEEP_MILLISECONDS) {
      return known.capabilities;
    }
    const answer = { at: now, capabilities: this.#inspect(cluster) };
    this.#answers.set(cluster, answer);
    return answer.capabilities;
  }

  async #inspect(cluster: string): Promise<ClusterCapabilities | undefined> {
    const { deliveries, logger } = this.#options;
    try {
      return await deliveries.writerOf(cluster)?.inspect({
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        logger,
      });
    } catch (error) {
      logger.warn(
        `Could not ask the cluster ${cluster} what its engines can be told: ` +
          `${describeError(error)}`,
      );
      return undefined;
    }
  }
}

/** A policy that reads our objects is not accepted where nobody serves them. */
function usualVersions(hasGuardrails: boolean): readonly string[] {
  const { exceptionVersions } = USUAL_CAPABILITIES;
  return hasGuardrails
    ? [...exceptionVersions, GUARDRAIL_EXCEPTIONS.apiVersion]
    : exceptionVersions;
}
