/**
 * Everything that one run over one cluster remembers, for as long as that cluster
 * stays the same one.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { EvidenceSink } from '@shift-down/plugin-shift-down-node';
import { Inventory } from '../inventory/Inventory';
import { Bell } from './Bell';
import { ClusterWatches } from './ClusterWatches';
import type { ClusterConnection } from './connection/ClusterConnection';
import { HandOn } from './handon/HandOn';
import { Notes } from './handon/Notes';
import { PatientSink } from './handon/PatientSink';
import type { LiveMetrics } from './metrics';
import type { AnswerParser } from './parsing/AnswerParser';
import { pause } from './pause';
import { readClusterUid } from './readClusterUid';
import { readKubernetesVersion } from './readKubernetesVersion';
import type { LiveTiming } from './timing';
import type { LiveClusterOptions } from './types';

/** @internal */
export interface LiveRunOptions {
  cluster: LiveClusterOptions;
  connection: ClusterConnection;
  sink: EvidenceSink;
  signal: AbortSignal;
  logger: LoggerService;
  parser: AnswerParser;
  timing: LiveTiming;
  metrics: LiveMetrics;
}

/** @internal */
export class LiveRun {
  readonly #inventory = new Inventory();
  readonly #bell = new Bell();
  readonly #notes = new Notes();
  readonly #sink: EvidenceSink;
  readonly #handOn: HandOn;
  #uid = '';
  /** When the cluster's version was last asked for. */
  #identifiedAt = 0;
  /** Answers that servers have begun, and how many of them are known to be of this cluster. */
  #answers = 0;
  #confirmedAnswers = 0;
  #confirmedAt = 0;
  #attemptedAt = 0;
  #identityError: string | undefined;
  #replaced = false;
  #failure: { error: unknown } | undefined;
  /** When the first change came that isn't handed on yet. */
  #changedAt: number | undefined;
  #handedOnAt = 0;

  constructor(private readonly options: LiveRunOptions) {
    const { cluster, sink, signal, timing, metrics, logger } = options;
    this.#sink = new PatientSink(sink, {
      signal,
      timing,
      onFailure: error =>
        logger.warn(
          `What was seen could not be stored (${
            isError(error) ? error.message : 'unknown error'
          }); trying again`,
        ),
    });
    this.#handOn = new HandOn({
      cluster: cluster.id,
      sink: this.#sink,
      inventory: this.#inventory,
      timing,
      metrics,
      logger,
    });
  }

  /**
   * Watches until the signal aborts, another source has the cluster, or another cluster
   * answers in its place.
   *
   * @throws what the sink throws; and, before anything is known, why the cluster can't
   * be identified.
   */
  async run(): Promise<void> {
    const { cluster, connection, signal, timing, metrics } = this.options;
    this.#uid = await readClusterUid(connection, {
      signal,
      milliseconds: timing.answer,
    });
    if ((await this.#identify()) === 'duplicate') {
      await pause(timing.duplicate, signal);
      return;
    }
    cluster.warnings.forEach(message =>
      this.#notes.add({ level: 'warning', message }),
    );
    this.#confirmedAt = Date.now();

    const scope = new AbortController();
    const onFailure = (error: unknown) => {
      this.#failure ??= { error };
      this.#bell.ring();
    };
    const watches = new ClusterWatches(
      {
        ...this.options,
        cluster: cluster.id,
        namespaces: cluster.namespaces,
        limits: cluster.limits,
        metrics,
        inventory: this.#inventory,
        onChange: () => {
          this.#changedAt ??= performance.now();
          this.#bell.ring();
        },
        onAnswer: () => {
          this.#answers += 1;
        },
        onComplete: kind => {
          this.#handOn.needsComplete(kind);
          this.#bell.ring();
        },
        onStatus: () => this.#bell.ring(),
        note: event => this.#notes.add(event),
        onFailure,
      },
      AbortSignal.any([signal, scope.signal]),
    );
    const watching = watches.run().catch(onFailure);
    try {
      while (!signal.aborted && !this.#replaced) {
        await this.#turn(watches);
      }
    } finally {
      scope.abort();
      await watching;
    }
  }

  async #identify(): Promise<'collect' | 'duplicate'> {
    const { connection, signal, timing } = this.options;
    const kubernetesVersion = await readKubernetesVersion(connection, {
      signal,
      milliseconds: timing.answer,
    });
    this.#identifiedAt = Date.now();
    return this.#sink.identify({
      uid: this.#uid,
      ...(kubernetesVersion && { kubernetesVersion }),
    });
  }

  /** Waits for something to do and does it. */
  async #turn(watches: ClusterWatches): Promise<void> {
    const { signal, timing } = this.options;
    await this.#bell.wait(timing.tick, signal);
    if (this.#failure) {
      throw this.#failure.error;
    }
    if (signal.aborted) {
      return;
    }
    const confirmed = await this.#confirm();
    if (this.#replaced) {
      await this.#sink.note({
        level: 'warning',
        message:
          'Another cluster answers at this address. It is collected from the beginning.',
      });
      return;
    }
    if (confirmed && Date.now() - this.#identifiedAt > timing.version) {
      await this.#identify();
    }
    const changed = this.#changedAt !== undefined;
    if (
      confirmed &&
      watches.settled &&
      (changed || this.#handOn.isDue(watches))
    ) {
      await this.#handOnChanges(watches);
    }
    await this.#handOn.reports(watches, this.#identityError);
    for (const event of this.#notes.take()) {
      await this.#sink.note(event);
    }
  }

  async #handOnChanges(watches: ClusterWatches): Promise<void> {
    const { signal, timing, metrics, cluster } = this.options;
    // At once when it was quiet; in slices when a lot comes.
    const earliest = Math.max(
      this.#handedOnAt + timing.slice,
      (this.#changedAt ?? 0) + timing.gather,
    );
    await pause(Math.max(earliest - performance.now(), 0), signal);
    const since = this.#changedAt;
    this.#changedAt = undefined;
    this.#handedOnAt = performance.now();
    const stored = await this.#handOn.changes(watches, () => this.#confirm());
    if (!stored) {
      this.#changedAt ??= since ?? performance.now();
    } else if (since !== undefined) {
      metrics.eventLag(cluster.id, performance.now() - since);
    }
  }

  /**
   * Whether all that was seen so far is of the cluster that was identified: asked again
   * after every connection, since another server may have taken the address.
   */
  async #confirm(): Promise<boolean> {
    const { connection, signal, timing } = this.options;
    const now = Date.now();
    const answers = this.#answers;
    if (
      answers === this.#confirmedAnswers &&
      now - this.#confirmedAt < timing.identity
    ) {
      return !this.#replaced;
    }
    if (
      this.#attemptedAt > this.#confirmedAt &&
      now - this.#attemptedAt < timing.tick
    ) {
      return false;
    }
    this.#attemptedAt = now;
    try {
      const uid = await readClusterUid(connection, {
        signal,
        milliseconds: timing.answer,
      });
      this.#replaced = uid !== this.#uid;
      this.#identityError = undefined;
      this.#confirmedAnswers = answers;
      this.#confirmedAt = Date.now();
      this.#attemptedAt = 0;
      // More may have come meanwhile.
      return this.#replaced ? false : this.#confirm();
    } catch (error) {
      if (signal.aborted) {
        return false;
      }
      const patience = Math.max(timing.failureGrace, timing.identity);
      if (Date.now() - this.#confirmedAt > patience) {
        this.#identityError = `Which cluster this is can't be found out: ${
          isError(error) ? error.message : 'unknown error'
        }`;
      }
      return false;
    }
  }
}
