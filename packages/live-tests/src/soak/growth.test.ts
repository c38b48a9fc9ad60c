import { measureGrowth, type Sample } from './growth';

function samples(heapOf: (index: number) => number): Sample[] {
  return Array.from({ length: 60 }, (_, index) => ({
    seconds: index * 60,
    resident: 300,
    heap: heapOf(index),
    external: 10,
    descriptors: 40,
  }));
}

describe('measureGrowth', () => {
  it('finds what is flat flat, warm-up and noise aside', () => {
    const { grown, slopes } = measureGrowth(
      samples(index => (index < 5 ? 60 : 100 + (index % 7))),
    );
    expect(grown).toEqual([]);
    expect(Math.abs(slopes.heap)).toBeLessThan(2);
  });

  it('finds what grows', () => {
    const { grown, slopes } = measureGrowth(samples(index => 100 + index * 2));
    expect(grown).toEqual([expect.stringContaining('heap from')]);
    expect(slopes.heap).toBeCloseTo(120);
  });
});
