/**
 * Asks registries about images that run and about golden releases: those with the oldest
 * evidence first, several at once, and only hosts that some source covers.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ContentStore,
  ImageInspection,
  ImageSource,
} from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { backoffMilliseconds } from '../collection/backoff';
import { describeError } from '../collection/describeError';
import type { FencedWriter } from '../collection/HeldLease';
import { pause } from '../collection/pause';
import type { Clock } from '../database/DatabaseClock';
import { isDatabaseTrouble } from '../database/isDatabaseTrouble';
import {
  selectDueImages,
  type DueImage,
} from '../database/operations/images/selectDueImages';
import {
  storeInspection,
  type InspectionOutcome,
} from '../database/operations/images/storeInspection';
import type { ImagesConfig } from './config';
import type { ImageMetrics } from './metrics';

/** One that takes longer is given up, and tried again later. */
const TIMEOUT_MILLISECONDS = 120_000;
const POLL_MILLISECONDS = 1000;
const RETRY_MILLISECONDS = 5000;
/** Of images that failed. */
const BACKOFF = { minimumSeconds: 30, maximumSeconds: 3600 };
/** A registry that says to come back later than this is asked then all the same. */
const MAX_RETRY_AFTER_SECONDS = 24 * 3600;
/** Whether a source covers a repository changes with the configuration only. */
const NOT_COVERED_SECONDS = 3600;
/** So many lanes are left to other hosts by one that does not answer. */
const RESERVED_LANES = 2;
const CANDIDATES = 200;

const NOT_COVERED: ImageInspection = {
  outcome: 'unknown',
  problem: 'registry-not-configured',
  reason: 'Its registry is not configured, so nobody asks it',
};

/** @internal */
export interface ImageInspectorOptions {
  database: Knex;
  clock: Clock;
  lease: FencedWriter;
  sources: readonly ImageSource[];
  contents: ContentStore;
  config: Pick<ImagesConfig, 'concurrency' | 'digestSeconds' | 'tagSeconds'>;
  metrics: ImageMetrics;
  logger: LoggerService;
  /** Hears that something else is known of an image of this repository. */
  onChanged: (repository: string) => void;
  timeoutMilliseconds?: number;
}

interface Running {
  host: string;
  done: Promise<void>;
}

/** @internal */
export class ImageInspector {
  readonly #options: ImageInspectorOptions;
  readonly #running = new Map<string, Running>();
  /** Due, in their order; asked for many at a time. */
  #candidates: DueImage[] = [];

  constructor(options: ImageInspectorOptions) {
    this.#options = options;
  }

  /** Inspects what is due until the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { logger } = this.#options;
    while (!signal.aborted) {
      let rest = POLL_MILLISECONDS;
      try {
        await this.#startDue(signal);
      } catch (error) {
        if (signal.aborted) {
          break;
        }
        rest = RETRY_MILLISECONDS;
        logger.warn(
          `Could not look which images are due, trying again: ` +
            `${describeError(error)}`,
        );
      }
      await Promise.race([
        pause(rest, signal),
        ...(this.#hasRoom ? [] : this.#doing),
      ]);
    }
    await Promise.all(this.#doing);
  }

  /** Inspects all that is due now, and resolves when nothing is any more. */
  async inspectDue(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      await this.#startDue(signal);
      if (this.#running.size === 0) {
        return;
      }
      await Promise.race(this.#doing);
    }
  }

  get #doing(): Promise<void>[] {
    return [...this.#running.values()].map(it => it.done);
  }

  get #hasRoom(): boolean {
    return this.#running.size < this.#options.config.concurrency;
  }

  async #startDue(signal: AbortSignal): Promise<void> {
    for (let isAsked = false; this.#hasRoom; ) {
      const image = this.#takeCandidate();
      if (image) {
        const host = hostOf(image.repository);
        const done = this.#inspect(image, signal).finally(() =>
          this.#running.delete(image.id),
        );
        this.#running.set(image.id, { host, done });
      } else if (isAsked) {
        return;
      } else {
        this.#candidates = await this.#selectCandidates();
        isAsked = true;
      }
    }
  }

  /** The next of a host that has a lane left. */
  #takeCandidate(): DueImage | undefined {
    const busy = this.#busyHosts;
    const index = this.#candidates.findIndex(
      it => !busy.includes(hostOf(it.repository)),
    );
    return index < 0 ? undefined : this.#candidates.splice(index, 1)[0];
  }

  async #selectCandidates(): Promise<DueImage[]> {
    const { clock, database } = this.#options;
    return await selectDueImages(database, clock.now().toISOString(), {
      except: [...this.#running.keys()],
      exceptHosts: this.#busyHosts,
      limit: CANDIDATES,
    });
  }

  /** Those that have all the lanes that one host may have. */
  get #busyHosts(): string[] {
    const perHost = Math.max(
      1,
      this.#options.config.concurrency - RESERVED_LANES,
    );
    const hosts = [...this.#running.values()].map(it => it.host);
    return [...new Set(hosts)].filter(
      host => hosts.filter(it => it === host).length >= perHost,
    );
  }

  /** Whatever happens, the others go on. */
  async #inspect(image: DueImage, signal: AbortSignal): Promise<void> {
    const { lease, logger, metrics, onChanged, sources } = this.#options;
    const started = performance.now();
    const source = sources.find(it => it.covers(image.repository));
    try {
      const inspection = source
        ? await this.#ask(source, image, signal)
        : NOT_COVERED;
      signal.throwIfAborted();
      const outcome = await this.#store(image, inspection);
      metrics.inspected(
        source ? outcome : 'not-covered',
        (performance.now() - started) / 1000,
      );
      if (outcome !== 'unchanged') {
        onChanged(image.repository);
      }
    } catch (error) {
      if (!signal.aborted && !lease.signal.aborted) {
        logger.warn(
          `What a registry said of '${image.repository}' could not be stored, ` +
            `trying again: ${describeError(error)}`,
        );
        // It is still due.
        await pause(RETRY_MILLISECONDS, signal);
      }
    }
  }

  /** What can't be stored is no reason to ask again and again. */
  async #store(
    image: DueImage,
    inspection: ImageInspection,
  ): Promise<InspectionOutcome> {
    const { lease } = this.#options;
    const store = (it: ImageInspection) =>
      lease.transact(tx =>
        storeInspection(tx, image.id, it, this.#times(image, it)),
      );
    try {
      return await store(
        inspection.outcome === 'unknown'
          ? { ...inspection, reason: redact(inspection.reason) }
          : inspection,
      );
    } catch (error) {
      if (isDatabaseTrouble(error) || lease.signal.aborted) {
        throw error;
      }
      return await store({
        outcome: 'unknown',
        problem: 'invalid',
        reason: `It could not be stored: ${describeError(error)}`,
      });
    }
  }

  /** A source that misbehaves is one that could not be asked. */
  async #ask(
    source: ImageSource,
    image: DueImage,
    signal: AbortSignal,
  ): Promise<ImageInspection> {
    const {
      contents,
      logger,
      timeoutMilliseconds = TIMEOUT_MILLISECONDS,
    } = this.#options;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMilliseconds);
    const { digest, repository, source_state: state, version } = image;
    try {
      return await Promise.race([
        source.inspect(
          {
            repository,
            reference: isDigest(version)
              ? { digest: version }
              : { tag: version },
            ...(digest !== null &&
              state !== null && { previous: { digest, state } }),
          },
          {
            signal: AbortSignal.any([signal, late.signal]),
            logger,
            contents,
          },
        ),
        // One that does not heed its signal must not keep the lane.
        rejectOn(AbortSignal.any([signal, late.signal])),
      ]);
    } catch (error) {
      signal.throwIfAborted();
      return {
        outcome: 'unknown',
        problem: 'unavailable',
        reason: late.signal.aborted
          ? `The registry took longer than ${Math.round(
              timeoutMilliseconds / 1000,
            )} seconds`
          : `It could not be read: ${describeError(error)}`,
      };
    } finally {
      clearTimeout(timer);
    }
  }

  #times(image: DueImage, inspection: ImageInspection) {
    const { clock, config } = this.#options;
    const now = clock.now();
    const rest = restSeconds(image, inspection, config);
    return {
      now: now.toISOString(),
      nextCheckAt: new Date(now.getTime() + rest * 1000).toISOString(),
    };
  }
}

function restSeconds(
  { attempts, version }: DueImage,
  inspection: ImageInspection,
  config: Pick<ImagesConfig, 'digestSeconds' | 'tagSeconds'>,
): number {
  if (inspection.outcome === 'unknown') {
    if (inspection.problem === 'registry-not-configured') {
      return NOT_COVERED_SECONDS;
    }
    return Math.max(
      backoffMilliseconds(attempts + 1, BACKOFF) / 1000,
      Math.min(inspection.retryAfterSeconds ?? 0, MAX_RETRY_AFTER_SECONDS),
    );
  }
  const seconds = isDigest(version) ? config.digestSeconds : config.tagSeconds;
  // Those that were read together are not all due together again.
  return seconds * (0.9 + Math.random() * 0.2);
}

/** @internal */
export function isDigest(version: string): boolean {
  return /^[a-z0-9]+:[0-9a-f]{32,}$/.test(version);
}

function hostOf(repository: string): string {
  return repository.split('/', 1)[0];
}

async function rejectOn(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}
