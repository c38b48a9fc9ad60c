import { summariseTrend } from './trend';

const point = (day: number, score?: number) => ({
  at: `2026-11-0${day}T00:00:00Z`,
  score,
  grade: 'C' as const,
  coverage: score === undefined ? 0 : 1,
});

describe('summariseTrend', () => {
  it.each([
    ['no history', [], { direction: 'none' }],
    [
      'one point',
      [point(1, 70)],
      { direction: 'one', from: 70, to: 70, low: 70, high: 70 },
    ],
    [
      'a rise, whatever lies between',
      [point(1, 50), point(2, 90), point(3, 60)],
      { direction: 'risen', from: 50, to: 60, low: 50, high: 90 },
    ],
    [
      'a fall',
      [point(1, 50), point(2, 40)],
      { direction: 'fallen', from: 50, to: 40, low: 40, high: 50 },
    ],
    [
      'the same at both ends',
      [point(1, 50), point(2, 40), point(3, 50)],
      { direction: 'same', from: 50, to: 50, low: 40, high: 50 },
    ],
    [
      'a gap as unknown, not as zero',
      [point(1), point(2, 40), point(3), point(4, 50)],
      { direction: 'risen', from: 40, to: 50, low: 40, high: 50 },
    ],
    [
      'an end without a score as unknown now',
      [point(1, 40), point(2)],
      { direction: 'unknown-now', from: 40 },
    ],
    ['nothing but gaps', [point(1), point(2)], { direction: 'never-known' }],
  ])('reads %s', (_, points, expected) => {
    expect(summariseTrend(points)).toMatchObject(expected);
  });
});
