/** The versions of the baseline as they are known now; the last good ones while Git is away. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Baseline } from '@shift-down/plugin-shift-down-policy';
import { describeError } from '../collection/describeError';
import type { Clock } from '../database/DatabaseClock';

/** So long what was read is believed to be what is there. */
const KEPT_MILLISECONDS = 60_000;
const TIMEOUT_MILLISECONDS = 30_000;

/** @internal */
export interface KnownBaselines {
  /** Newest first. */
  baselines: Baseline[];
  /** What new namespaces get; unset if there is none, or not the one that config names. */
  current?: Baseline;
  /** What could not be read, and why. Sentences for people. */
  problems: string[];
}

/** @internal */
export interface BaselineReaderOptions {
  clock: Clock;
  /** Of the configuration; the newest if unset. */
  currentVersion?: string;
  read(
    signal: AbortSignal,
  ): Promise<{ baselines: Baseline[]; problems: string[] }>;
  logger: LoggerService;
}

/** @internal */
export class BaselineReader {
  readonly #options: BaselineReaderOptions;
  #known: (KnownBaselines & { until: number }) | undefined;
  #reading: Promise<KnownBaselines> | undefined;

  constructor(options: BaselineReaderOptions) {
    this.#options = options;
  }

  /** Never rejects: without any baseline the problems say why. */
  async current(): Promise<KnownBaselines> {
    if (
      this.#known &&
      this.#options.clock.now().getTime() < this.#known.until
    ) {
      return this.#known;
    }
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return await this.#reading;
  }

  /**
   * One version, the current one if none is named.
   * @throws ServiceUnavailableError that says why there is none.
   */
  async version(version?: string): Promise<Baseline> {
    const { baselines, current, problems } = await this.current();
    const found =
      version === undefined
        ? current
        : baselines.find(it => it.version === version);
    if (!found) {
      throw new ServiceUnavailableError(
        [
          version === undefined
            ? 'There is no current version of the baseline.'
            : `Version ${version} of the baseline is not there.`,
          ...problems,
          'Ask the platform team to look at shiftDown.provisioning.baselines.',
        ].join(' '),
      );
    }
    return found;
  }

  async #read(): Promise<KnownBaselines> {
    const { clock, currentVersion, logger, read } = this.#options;
    const { baselines, problems } = await this.#readOrKeep(read);
    const current =
      currentVersion === undefined
        ? baselines[0]
        : baselines.find(it => it.version === currentVersion);
    const all =
      current || currentVersion === undefined
        ? problems
        : [
            ...problems,
            `shiftDown.provisioning.baselines.current names ${currentVersion}, which none of the locations has.`,
          ];
    if (all.join() !== (this.#known?.problems ?? []).join()) {
      all.forEach(problem => logger.warn(`Baselines: ${problem}`));
    }
    this.#known = {
      baselines,
      ...(current && { current }),
      problems: all,
      until: clock.now().getTime() + KEPT_MILLISECONDS,
    };
    return this.#known;
  }

  /** A version that was published is never changed: what was read once still holds. */
  async #readOrKeep(
    read: BaselineReaderOptions['read'],
  ): Promise<{ baselines: Baseline[]; problems: string[] }> {
    const kept = this.#known?.baselines ?? [];
    try {
      const found = await read(AbortSignal.timeout(TIMEOUT_MILLISECONDS));
      return found.baselines.length === 0 && found.problems.length > 0
        ? { baselines: kept, problems: found.problems }
        : found;
    } catch (error) {
      return { baselines: kept, problems: [`${describeError(error)}.`] };
    }
  }
}
