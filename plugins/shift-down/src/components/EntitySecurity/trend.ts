import type { Posture } from '@shift-down/plugin-shift-down-common/client';

type Point = Posture['trend'][number];

/** What a picture of the trend shows, as facts to put in a sentence. */
export interface TrendSummary {
  direction:
    | 'none'
    | 'one'
    | 'risen'
    | 'fallen'
    | 'same'
    | 'unknown-now'
    | 'never-known';
  since?: string;
  from?: number;
  to?: number;
  low?: number;
  high?: number;
}

/** Sums up the points, oldest first. Moments without a score are unknown, not zero. */
export function summariseTrend(points: Point[]): TrendSummary {
  if (points.length === 0) {
    return { direction: 'none' };
  }
  const since = points[0].at;
  const scores = points.flatMap(({ score }) =>
    score === undefined ? [] : [score],
  );
  if (scores.length === 0) {
    return { direction: 'never-known', since };
  }
  const from = scores[0];
  const to = points[points.length - 1].score;
  if (to === undefined) {
    return {
      direction: 'unknown-now',
      since,
      from: scores[scores.length - 1],
    };
  }
  const first = points.find(({ score }) => score !== undefined)?.at;
  const range = { low: Math.min(...scores), high: Math.max(...scores) };
  if (scores.length === 1) {
    return { direction: 'one', since: first, from, to, ...range };
  }
  return {
    direction: directionOf(to - from),
    since: first,
    from,
    to,
    ...range,
  };
}

function directionOf(change: number): TrendSummary['direction'] {
  if (change === 0) {
    return 'same';
  }
  return change > 0 ? 'risen' : 'fallen';
}
