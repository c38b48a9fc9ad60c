/** Finds out again and again what a cluster serves, and watches all of it. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { SourceEvent } from '@shift-down/plugin-shift-down-node';
import { ConnectionError } from './connection/ConnectionError';
import type { ClusterConnection } from './connection/ClusterConnection';
import { isError } from '@backstage/errors';
import { askJson } from './answer';
import { Bell } from './Bell';
import { discover } from './discovery/discover';
import { ResourceSet, type RunningWatch } from './discovery/ResourceSet';
import type { ResourceStatus } from './handon/kindReport';
import type { Inventory } from '../inventory/Inventory';
import { AnswerError } from './listwatch/AnswerError';
import { ResourceWatch } from './listwatch/ResourceWatch';
import { Slots } from './listwatch/Slots';
import type { WatchTarget } from './listwatch/target';
import { TargetStore } from './listwatch/TargetStore';
import type { LiveMetrics } from './metrics';
import type { AnswerParser } from './parsing/AnswerParser';
import { jitter } from './pause';
import { RESOURCES } from './resources';
import type { LiveTiming } from './timing';
import type { LiveClusterLimits } from './types';

const LISTS_AT_ONCE = 4;
/** Whoever finds a resource missing may ask for discovery, but not all the time. */
const MINIMUM_PAUSE_SHARE = 0.1;

/** @internal */
export interface ClusterWatchesOptions {
  cluster: string;
  namespaces: string[] | undefined;
  connection: ClusterConnection;
  parser: AnswerParser;
  inventory: Inventory;
  timing: LiveTiming;
  limits: LiveClusterLimits;
  metrics: LiveMetrics;
  /** Objects changed. */
  onChange(): void;
  /** A server began to answer, which may be another one than before. */
  onAnswer(): void;
  /** A kind must be compared in full with what is stored. */
  onComplete(kind: SourceKind): void;
  /** Something is doing better or worse than before. */
  onStatus(): void;
  note(event: SourceEvent): void;
  /** A watch ended that never should. */
  onFailure(error: unknown): void;
}

/** @internal */
export class ClusterWatches {
  readonly #bell = new Bell();
  readonly #slots = new Slots(LISTS_AT_ONCE);
  readonly #running = new Set<Promise<void>>();
  readonly #resources: ResourceSet;
  readonly #signal: AbortSignal;
  #discovered = false;
  #discoveryError: { error: string; since: number } | undefined;

  constructor(
    private readonly options: ClusterWatchesOptions,
    signal: AbortSignal,
  ) {
    this.#signal = signal;
    const { connection, timing, namespaces, onComplete } = options;
    this.#resources = new ResourceSet({
      namespaces,
      start: target => this.#start(target),
      probe: async path => {
        await askJson(connection, path, {
          signal,
          milliseconds: timing.answer,
        });
      },
      onInstalled: ({ sourceKind, resource, group }) =>
        this.#note(sourceKind, 'info', `${resource}.${group} was installed.`),
      onGone: ({ sourceKind, resource, group }, before) => {
        if (before === 'served') {
          this.#note(
            sourceKind,
            'info',
            `${resource}.${group} was uninstalled.`,
          );
        }
        onComplete(sourceKind);
      },
      onChange: options.onStatus,
    });
  }

  /** Resolves after the abort, once nothing is going on any more. */
  async run(): Promise<void> {
    const { timing } = this.options;
    while (!this.#signal.aborted) {
      await this.#look();
      const pause = jitter(timing.discovery);
      const earliest = Date.now() + timing.discovery * MINIMUM_PAUSE_SHARE;
      await this.#bell.wait(pause, this.#signal);
      await new Bell().wait(Math.max(earliest - Date.now(), 0), this.#signal);
    }
    await Promise.all(this.#running);
  }

  /** Whether who owns what is known, as far as it can be for now. */
  get settled(): boolean {
    return (
      this.#discovered &&
      RESOURCES.filter(({ phase }) => phase < 3).every(({ sourceKind }) =>
        this.of(sourceKind).every(({ watches }) =>
          watches.every(({ status }) => status.tried),
        ),
      )
    );
  }

  of(kind: SourceKind): ResourceStatus[] {
    return this.#resources.of(kind).map(held =>
      held.availability === 'unknown' && this.#discoveryError
        ? {
            ...held,
            availability: 'failed',
            error: this.#discoveryError.error,
          }
        : held,
    );
  }

  /** Whether every object of the kind was seen, so that what wasn't is gone. */
  isComplete(kind: SourceKind): boolean {
    return this.of(kind).every(
      ({ availability, watches }) =>
        availability === 'absent' ||
        (availability === 'served' &&
          watches.every(({ status }) => status.listed)),
    );
  }

  /** Objects of a kind that are known. */
  count(kind: SourceKind): number {
    return this.of(kind)
      .flatMap(({ watches }) => watches)
      .reduce((sum, { store }) => sum + store.size, 0);
  }

  async #look(): Promise<void> {
    const { connection, timing, onStatus } = this.options;
    try {
      const groups = new Set(RESOURCES.map(({ group }) => group));
      const served = await discover(connection, groups, {
        signal: this.#signal,
        milliseconds: timing.answer,
      });
      await this.#resources.reconcile(served);
      this.#discovered = true;
      this.#discoveryError = undefined;
    } catch (error) {
      if (!this.#signal.aborted) {
        this.#discoveryError = {
          error: `What the cluster serves can't be found out: ${describe(
            error,
          )}`,
          since: this.#discoveryError?.since ?? Date.now(),
        };
        this.#bellAfterFailure();
      }
    }
    onStatus();
  }

  /** A first look that failed is repeated soon; until then nothing is collected. */
  #bellAfterFailure(): void {
    if (!this.#discovered) {
      this.#bell.ring();
    }
  }

  #start(target: WatchTarget): RunningWatch {
    const { options } = this;
    const scope = new AbortController();
    const signal = AbortSignal.any([this.#signal, scope.signal]);
    const store = new TargetStore(options.inventory, target, options.onChange);
    const watch: ResourceWatch = new ResourceWatch(target, store, {
      ...options,
      slots: this.#slots,
      onListed: () => {
        this.#resources.onListed(target);
        options.onComplete(target.sourceKind);
      },
      onMissing: () => this.#bell.ring(),
      note: (level, message) => this.#note(target.sourceKind, level, message),
    });
    const running = watch
      .run(signal)
      .catch(options.onFailure)
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return { watch, stop: () => scope.abort() };
  }

  #note(kind: SourceKind, level: SourceEvent['level'], message: string): void {
    this.options.note({ kind, level, message });
  }
}

function describe(error: unknown): string {
  if (error instanceof AnswerError || error instanceof ConnectionError) {
    return error.message;
  }
  return isError(error) && error.name === 'TimeoutError'
    ? 'the API server does not answer in time.'
    : 'the answer of the API server can not be understood.';
}
