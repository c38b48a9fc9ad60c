/** From the inventory to the sink: what changed, what is gone, how each kind is doing. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  COLLECTED_KINDS,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type {
  EvidenceSink,
  SourceReport,
} from '@shift-down/plugin-shift-down-node';
import { inBatches } from '../../inventory/inBatches';
import type { Inventory } from '../../inventory/Inventory';
import type { ClusterWatches } from '../ClusterWatches';
import type { LiveMetrics } from '../metrics';
import { RESOURCES } from '../resources';
import type { LiveTiming } from '../timing';
import { reportKind } from './kindReport';

const MAX_WARNINGS = 20;
const NONE: ReadonlySet<SourceKind> = new Set();
/** As they are listed: what others are judged by comes first. */
const IN_ORDER: SourceKind[] = [
  ...new Set([
    ...RESOURCES.map(({ sourceKind }) => sourceKind),
    ...COLLECTED_KINDS,
  ]),
];

/** @internal */
export class HandOn {
  /** Kinds that must be compared in full with what is stored. */
  readonly #completeDue = new Set<SourceKind>();
  /** Those of them that are about to be. */
  readonly #completing = new Set<SourceKind>();
  readonly #reported = new Map<SourceKind, { report: string; at: number }>();

  constructor(
    private readonly options: {
      cluster: string;
      sink: EvidenceSink;
      inventory: Inventory;
      timing: LiveTiming;
      metrics: LiveMetrics;
      logger: LoggerService;
    },
  ) {}

  needsComplete(kind: SourceKind): void {
    this.#completeDue.add(kind);
  }

  /** Whether something is to be compared that could be. */
  isDue(watches: ClusterWatches): boolean {
    return [...this.#completeDue].some(kind => watches.isComplete(kind));
  }

  /**
   * Hands on everything that changed.
   *
   * @param confirm - Asked between reading and storing whether it is still the same
   *   cluster; otherwise nothing is stored and all of it is handed on another time.
   * @returns whether it was stored.
   */
  async changes(
    watches: ClusterWatches,
    confirm: () => Promise<boolean>,
  ): Promise<boolean> {
    const { sink, inventory, metrics, cluster } = this.options;
    const complete = IN_ORDER.filter(
      kind => this.#completeDue.has(kind) && watches.isComplete(kind),
    );
    for (const kind of complete) {
      this.#completeDue.delete(kind);
      this.#completing.add(kind);
    }
    const changes = await inventory.takeChanges(NONE);
    if (!(await confirm())) {
      inventory.putBack(changes);
      complete.forEach(kind => this.#completeDue.add(kind));
      return false;
    }
    for (const kind of IN_ORDER) {
      for (const batch of inBatches(changes.get(kind))) {
        await sink.apply(kind, batch);
        await this.reports(watches);
      }
    }
    for (const kind of complete) {
      await sink.complete(kind, inventory.keys(kind));
      this.#completing.delete(kind);
    }
    for (const kind of new Set([...changes.keys(), ...complete])) {
      metrics.objects(cluster, kind, watches.count(kind));
    }
    return true;
  }

  /**
   * Reports how each kind is doing where that changed or is due again.
   *
   * @param blocked - Why nothing can be handed on at all.
   */
  async reports(watches: ClusterWatches, blocked?: string): Promise<void> {
    const { sink, timing, logger } = this.options;
    for (const kind of IN_ORDER) {
      const report = this.#reportOf(kind, watches, blocked);
      if (report) {
        const text = JSON.stringify(report);
        const last = this.#reported.get(kind);
        const now = Date.now();
        if (last?.report !== text || now - last.at >= timing.heartbeat) {
          if (report.state === 'failed' && last?.report !== text) {
            logger.warn(`${kind}: ${report.error}`);
          }
          await sink.report(kind, report);
          this.#reported.set(kind, { report: text, at: now });
        }
      }
    }
  }

  #reportOf(
    kind: SourceKind,
    watches: ClusterWatches,
    blocked?: string,
  ): SourceReport | undefined {
    const { timing, inventory } = this.options;
    const now = Date.now();
    const report = reportKind(watches.of(kind), { now, timing, blocked });
    // Of what isn't handed on yet nobody may think that it is all there is.
    const handedOn =
      report.state === 'failed' ||
      report.state === 'forbidden' ||
      !(this.#completeDue.has(kind) || this.#completing.has(kind));
    if (report.state === 'pending' || !handedOn) {
      return undefined;
    }
    if (report.state !== 'fresh') {
      return report;
    }
    const warnings = [...(report.warnings ?? []), ...inventory.warnings(kind)];
    const more = warnings.length - MAX_WARNINGS;
    const dropped = inventory.dropped(kind);
    return {
      state: 'fresh',
      ...(warnings.length > 0 && {
        warnings: [
          ...warnings.slice(0, MAX_WARNINGS),
          ...(more > 0 ? [`and ${more} more`] : []),
        ],
      }),
      ...(dropped > 0 && { dropped }),
    };
  }
}
