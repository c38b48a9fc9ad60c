import { backoffMilliseconds } from './backoff';

describe('backoffMilliseconds', () => {
  const limits = { minimumSeconds: 1, maximumSeconds: 60 };

  it.each([
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [7, 60_000],
    [1000, 60_000],
  ])('after %p failures waits half of %p to all of it', (failures, longest) => {
    expect(backoffMilliseconds(failures, limits, () => 0)).toBe(longest / 2);
    expect(backoffMilliseconds(failures, limits, () => 1)).toBe(longest);
  });
});
