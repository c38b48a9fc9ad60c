/** Whether what a process holds grows, told from samples over time. */

export interface Sample {
  seconds: number;
  /** MiB, as the next two, after a collection of garbage. */
  resident: number;
  heap: number;
  external: number;
  descriptors: number;
}

type Measure = Exclude<keyof Sample, 'seconds'>;

/**
 * What may be added from the first third to the last: a cluster that fills takes
 * memory, and allocators keep some of it.
 */
const ALLOWED: Record<Measure, { share: number; extra: number }> = {
  resident: { share: 0.25, extra: 64 },
  heap: { share: 0.2, extra: 24 },
  external: { share: 0.25, extra: 32 },
  descriptors: { share: 0.1, extra: 24 },
};

export interface Growth {
  /** By least squares over all but the warm-up, by hour. */
  slopes: Record<Measure, number>;
  /** In words. */
  grown: string[];
}

export function measureGrowth(samples: Sample[]): Growth {
  const warm = samples.slice(Math.ceil(samples.length / 6));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const measures = Object.keys(ALLOWED) as Measure[];
  const grown: string[] = [];
  for (const measure of measures) {
    const first = median(warm.slice(0, third).map(it => it[measure]));
    const last = median(warm.slice(-third).map(it => it[measure]));
    const { share, extra } = ALLOWED[measure];
    if (last > first * (1 + share) + extra) {
      grown.push(`${measure} from ${first.toFixed(0)} to ${last.toFixed(0)}`);
    }
  }
  return {
    slopes: Object.fromEntries(
      measures.map(measure => [measure, slopeOf(warm, measure) * 3600]),
    ) as Growth['slopes'],
    grown,
  };
}

/** A table, with at most a dozen of the samples. */
export function describeGrowth(samples: Sample[], { slopes }: Growth): string {
  const every = Math.ceil(samples.length / 12);
  const shown = samples.filter(
    (_, index) => index % every === 0 || index === samples.length - 1,
  );
  const row = (cells: (string | number)[]) =>
    `| ${cells.map(cell => String(cell).padStart(10)).join(' | ')} |`;
  return [
    row(['seconds', 'RSS MiB', 'heap MiB', 'ext. MiB', 'files']),
    ...shown.map(({ seconds, resident, heap, external, descriptors }) =>
      row([
        seconds.toFixed(0),
        resident.toFixed(0),
        heap.toFixed(1),
        external.toFixed(1),
        descriptors,
      ]),
    ),
    row([
      'per hour',
      slopes.resident.toFixed(1),
      slopes.heap.toFixed(1),
      slopes.external.toFixed(1),
      slopes.descriptors.toFixed(1),
    ]),
  ].join('\n');
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** By second. */
function slopeOf(samples: Sample[], measure: Measure): number {
  const mean = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(samples.map(({ seconds }) => seconds));
  const y = mean(samples.map(sample => sample[measure]));
  const spread = samples.reduce((sum, it) => sum + (it.seconds - x) ** 2, 0);
  return spread === 0
    ? 0
    : samples.reduce(
        (sum, it) => sum + (it.seconds - x) * (it[measure] - y),
        0,
      ) / spread;
}
