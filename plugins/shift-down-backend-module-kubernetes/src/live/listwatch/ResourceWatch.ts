/**
 * Keeps one list of the API server up to date for as long as it runs: lists it in
 * full, then watches from there, and goes on from the last version whenever a watch
 * ends. What is known stays known until a complete list or an event says otherwise.
 */
import type { ClusterConnection } from '../connection/ClusterConnection';
import type { LiveMetrics } from '../metrics';
import type { AnswerParser } from '../parsing/AnswerParser';
import type { AnswerEntry } from '../parsing/entries';
import { ParserDiedError } from '../parsing/ParserThread';
import { jitter, pause } from '../pause';
import type { LiveTiming } from '../timing';
import type { LiveClusterLimits } from '../types';
import { AnswerError, BrokenAnswerError, IdleError } from './AnswerError';
import { Backoff } from './Backoff';
import { judgeFailure } from './judgeFailure';
import { listAll, PageSize } from './listAll';
import { readAnswer } from './readAnswer';
import type { Slots } from './Slots';
import type { TargetStatus } from './status';
import type { WatchTarget } from './target';
import type { TargetStore } from './TargetStore';

/** A watch that ends at once and says nothing is not asked for again at once. */
const HASTY_MILLISECONDS = 1_000;
/** So often a server may end a watch in a row before its list is made anew. */
const MAX_ENDED_WATCHES = 3;
/** A server tells at once what happened since the version that it was asked for. */
const MISSED_MILLISECONDS = 2_000;

/** @internal */
export interface WatchSurroundings {
  cluster: string;
  connection: ClusterConnection;
  parser: AnswerParser;
  timing: LiveTiming;
  limits: LiveClusterLimits;
  /** Bounds how many lists are read at once. */
  slots: Slots;
  metrics: LiveMetrics;
  /** A server has begun to answer, which may be another one than before. */
  onAnswer(): void;
  /** The list was completed. */
  onListed(): void;
  /** The status changed. */
  onStatus(): void;
  /** The resource is not there (any more). */
  onMissing(): void;
  /** Something happened that people may want to read. */
  note(level: 'info' | 'warning', message: string): void;
}

/** @internal */
export class ResourceWatch {
  readonly status: TargetStatus = {
    state: 'pending',
    error: '',
    listed: false,
    tried: false,
    aliveAt: 0,
    failingSince: 0,
  };

  readonly #backoff: Backoff;
  readonly #pageSize: PageSize;
  readonly #refused = new Set<string>();
  /** Where the next watch goes on from; a list is needed if it isn't set. */
  #version: string | undefined;
  #endedWatches = 0;
  /** The last watch said nothing for too long; and when the next one began. */
  #silence: { error: IdleError; endedAt?: number } | undefined;

  constructor(
    readonly target: WatchTarget,
    readonly store: TargetStore,
    private readonly surroundings: WatchSurroundings,
  ) {
    const { timing, limits } = surroundings;
    this.#backoff = new Backoff(timing.backoff);
    this.#pageSize = new PageSize(target.pageSize, limits.pageBytes);
  }

  /** Resolves once the signal aborts; nothing else ends it. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.#version === undefined) {
          await this.#list(signal);
        }
        await this.#watch(signal);
      } catch (error) {
        if (!signal.aborted) {
          await pause(this.#handle(error), signal);
        }
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { slots, metrics, onListed } = this.surroundings;
    await slots.run(this.target.phase, signal, async () => {
      let seen = new Set<string>();
      const { version } = await metrics.list(this.#measured(), async () => ({
        version: await listAll(
          {
            read: (query, hooks) =>
              this.#read(query, 'list', signal, {
                ...hooks,
                onBytes: length => {
                  hooks.onBytes(length);
                  metrics.bytes(this.#measured(), length);
                },
              }),
          },
          {
            pageSize: this.#pageSize,
            onRestart: () => {
              metrics.watchRestarted(this.#measured(), 'expired');
              this.#note('info', 'expired while it was listed: listed anew');
            },
            begin: () => {
              seen = new Set();
              this.store.begin();
            },
            take: async entry => {
              seen.add(`${entry.namespace}/${entry.name}`);
              await this.store.put(entry);
            },
          },
        ),
        objects: seen.size,
      }));
      this.store.retain(seen);
      this.#version = version;
      this.#endedWatches = 0;
      this.#succeed();
      onListed();
    });
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { timing, metrics } = this.surroundings;
    const start = performance.now();
    let heard = 0;
    const query = [
      'watch=1',
      'allowWatchBookmarks=true',
      `timeoutSeconds=${Math.ceil(jitter(timing.watch) / 1000)}`,
      `resourceVersion=${encodeURIComponent(this.#version ?? '')}`,
    ].join('&');
    await this.#read(query, 'watch', signal, {
      onAnswer: () => {
        this.#succeed();
        if (this.#silence) {
          this.#silence.endedAt = Date.now();
        }
      },
      onBytes: length => {
        heard += length;
        metrics.bytes(this.#measured(), length);
        this.status.aliveAt = Date.now();
      },
      take: async entries => {
        for (const entry of entries) {
          await this.#takeEvent(entry);
        }
      },
    });
    metrics.watchRestarted(this.#measured(), 'ended');
    const hasty = performance.now() - start < HASTY_MILLISECONDS && heard === 0;
    if (hasty) {
      await pause(this.#backoff.next(), signal);
    } else {
      this.#backoff.reset();
    }
  }

  async #takeEvent(entry: AnswerEntry): Promise<void> {
    switch (entry.type) {
      case 'bookmark':
        this.#advance(entry.version);
        break;
      case 'object':
      case 'unreadable':
        this.#noteMissed();
        // In this order: an event that could not be taken in comes again.
        if (entry.event === 'DELETED') {
          this.store.delete(entry);
        } else {
          await this.store.put(entry);
        }
        this.#advance(entry.version);
        break;
      case 'error':
        throw new AnswerError(
          `The API server ended the watch (${[entry.code, entry.reason]
            .filter(part => part)
            .join(' ')}): ${entry.message}`,
          entry.code,
        );
      case 'broken':
        throw new BrokenAnswerError('An event could not be understood.');
      default:
      // How a watch ends doesn't matter: the next goes on from the last version.
    }
  }

  /** What comes at once after a silence had happened before. */
  #noteMissed(): void {
    const { error, endedAt } = this.#silence ?? {};
    this.#silence = undefined;
    if (
      error &&
      endedAt !== undefined &&
      Date.now() - endedAt < MISSED_MILLISECONDS
    ) {
      this.#note(
        'warning',
        `${error.message} Meanwhile there were changes, so the connection was broken. It was given up, and nothing is missing.`,
      );
    }
  }

  #advance(version: string): void {
    if (version === '') {
      throw new BrokenAnswerError('An event has no version.');
    }
    // Versions of one server grow. A server put back to an earlier state would keep
    // quiet about everything up to the version that was asked for.
    const before = this.#version;
    if (before !== undefined && isOlder(version, before)) {
      throw new BrokenAnswerError('The history of the server went back.');
    }
    this.#version = version;
    this.#endedWatches = 0;
    this.#backoff.reset();
  }

  /** Takes note of a failure; returns how long to wait before going on. */
  #handle(error: unknown): number {
    const { metrics, timing } = this.surroundings;
    const watched = this.#version !== undefined;
    if (error instanceof ParserDiedError) {
      const { culprit } = error;
      if (culprit) {
        this.#refused.add(`${culprit.namespace}/${culprit.name}`);
        this.#note(
          'warning',
          `parsing ${[culprit.namespace, culprit.name]
            .filter(part => part)
            .join('/')} takes too much memory: it is passed over`,
        );
      }
      return this.#backoff.next();
    }
    if (watched && mustRelist(error)) {
      metrics.watchRestarted(this.#measured(), 'expired');
      const why =
        error instanceof BrokenAnswerError
          ? error.message
          : 'The watch is too far behind.';
      this.#note('info', `${why} Listed anew.`);
      this.#version = undefined;
      this.#status({ tried: true });
      return this.#backoff.next() / (this.#backoff.failures > 1 ? 1 : 10);
    }

    const failure = judgeFailure(error, this.target);
    if (watched) {
      metrics.watchRestarted(
        this.#measured(),
        error instanceof IdleError ? 'idle' : 'failed',
      );
    }
    const failingSince = this.status.failingSince || Date.now();
    // A starting server refuses everybody until it has read its roles.
    const passing =
      failure.state === 'forbidden' &&
      this.status.listed &&
      Date.now() - failingSince < timing.failureGrace;
    if (error instanceof AnswerError && !passing) {
      this.#endedWatches += 1;
      if (
        failure.state === 'forbidden' ||
        failure.missing ||
        this.#endedWatches >= MAX_ENDED_WATCHES
      ) {
        this.#version = undefined;
      }
    }
    if (error instanceof IdleError) {
      // Where nothing ever changes there are no bookmarks either: silence alone is
      // nothing to tell, unless it turns out that something was missed.
      this.#silence = { error };
    }
    this.#status({
      state: passing ? 'failed' : failure.state,
      error: failure.error,
      tried: true,
      failingSince,
    });
    if (failure.missing) {
      this.surroundings.onMissing();
    }
    const wait =
      failure.state === 'forbidden' && !passing
        ? jitter(timing.forbiddenRetry)
        : this.#backoff.next();
    return Math.max(wait, failure.retryAfterMilliseconds ?? 0);
  }

  #read(
    query: string,
    mode: 'list' | 'watch',
    signal: AbortSignal,
    hooks: {
      onAnswer?(): void;
      onBytes(length: number): void;
      take(entries: AnswerEntry[]): Promise<void>;
    },
  ): Promise<void> {
    const { connection, parser, timing, limits, onAnswer } = this.surroundings;
    const { path, query: fixed, apiVersion, kind } = this.target;
    const parameters = [query, ...(fixed ? [fixed] : [])].join('&');
    return readAnswer(`${path}?${parameters}`, {
      connection,
      parser,
      answer: {
        mode,
        apiVersion,
        kind,
        objectBytes: limits.objectBytes,
        refused: [...this.#refused],
      },
      idleMilliseconds: timing.idle,
      signal,
      onAnswer: () => {
        onAnswer();
        hooks.onAnswer?.();
      },
      onBytes: hooks.onBytes,
      take: hooks.take,
    });
  }

  /** A list is complete, or a watch goes on. */
  #succeed(): void {
    this.#status({
      state: 'live',
      error: '',
      listed: true,
      tried: true,
      aliveAt: Date.now(),
      failingSince: 0,
    });
  }

  #status(change: Partial<TargetStatus>): void {
    Object.assign(this.status, change);
    this.surroundings.onStatus();
  }

  #measured() {
    const { cluster } = this.surroundings;
    return { cluster, sourceKind: this.target.sourceKind };
  }

  #note(level: 'info' | 'warning', message: string): void {
    this.surroundings.note(level, `${this.target.label} – ${message}`);
  }
}

function mustRelist(error: unknown): boolean {
  return (
    error instanceof BrokenAnswerError ||
    (error instanceof AnswerError && error.status === 410)
  );
}

/** Whether both are numbers, as they are in practice, and the first is lower. */
function isOlder(version: string, than: string): boolean {
  const number = /^\d+$/;
  return (
    number.test(version) && number.test(than) && BigInt(version) < BigInt(than)
  );
}
