/** What can be measured while live clusters are watched. */
import type {
  MetricsService,
  TracingService,
} from '@backstage/backend-plugin-api/alpha';
import type { SourceKind } from '@shift-down/plugin-shift-down-common';

/** @internal */
export interface LiveMetrics {
  /** Runs a list within a span and measures it. */
  list<T extends { objects: number }>(
    target: MeasuredTarget,
    run: () => Promise<T>,
  ): Promise<T>;
  bytes(target: MeasuredTarget, length: number): void;
  /** A watch went on, or a list was made anew, and why. */
  watchRestarted(
    target: MeasuredTarget,
    reason: 'ended' | 'expired' | 'idle' | 'failed',
  ): void;
  objects(cluster: string, kind: SourceKind, count: number): void;
  /** From the arrival of a change until it was stored. */
  eventLag(cluster: string, milliseconds: number): void;
}

/** @internal */
export interface MeasuredTarget {
  cluster: string;
  sourceKind: SourceKind;
}

/** Measures nothing. @internal */
export const NO_METRICS: LiveMetrics = {
  list: (_target, run) => run(),
  bytes() {},
  watchRestarted() {},
  objects() {},
  eventLag() {},
};

const PREFIX = 'shift_down.kubernetes';
/** Seconds, from a change that is handed on at once to a list of everything. */
const DURATION_BUCKETS = [
  0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
];

/** @internal */
export function createLiveMetrics(services: {
  metrics: MetricsService;
  tracing: TracingService;
}): LiveMetrics {
  const { metrics, tracing } = services;
  const listDuration = metrics.createHistogram(`${PREFIX}.list.duration`, {
    description: 'Time that a complete list of a resource takes',
    unit: 's',
    advice: { explicitBucketBoundaries: DURATION_BUCKETS },
  });
  const received = metrics.createCounter(`${PREFIX}.received`, {
    description: 'Bytes of lists and watches received from API servers',
    unit: 'By',
  });
  const restarts = metrics.createCounter(`${PREFIX}.watch.restarts`, {
    description: 'Watches that ended or were ended, by reason',
  });
  const held = metrics.createGauge(`${PREFIX}.objects`, {
    description: 'Objects of a kind that are known',
  });
  const lag = metrics.createHistogram(`${PREFIX}.event.lag`, {
    description: 'Time from the arrival of a change until it is stored',
    unit: 's',
    advice: { explicitBucketBoundaries: DURATION_BUCKETS },
  });
  const attributes = ({ cluster, sourceKind }: MeasuredTarget) => ({
    cluster,
    kind: sourceKind,
  });
  return {
    list: (target, run) =>
      tracing.startActiveSpan(
        `list ${target.sourceKind}`,
        { attributes: attributes(target) },
        async span => {
          const start = performance.now();
          const result = await run();
          span.setAttribute('objects', result.objects);
          listDuration.record(
            (performance.now() - start) / 1000,
            attributes(target),
          );
          return result;
        },
      ),
    bytes: (target, length) => received.add(length, attributes(target)),
    watchRestarted: (target, reason) =>
      restarts.add(1, { ...attributes(target), reason }),
    objects: (cluster, kind, count) => held.record(count, { cluster, kind }),
    eventLag: (cluster, milliseconds) =>
      lag.record(milliseconds / 1000, { cluster }),
  };
}
