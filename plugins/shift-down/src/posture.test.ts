import { aSource } from './__testUtils__/fixtures';
import {
  formatShare,
  isClean,
  isRollup,
  sourcesThatDoNotCount,
} from './posture';

describe('formatShare', () => {
  it.each([
    [0, '0%'],
    [0.004, '<1%'],
    [0.29, '29%'],
    [0.57, '57%'],
    [0.996, '99%'],
    [0.999999999, '99%'],
    [1, '100%'],
  ])('shows %s as %s', (share, expected) => {
    expect(formatShare(share)).toBe(expected);
  });
});

describe('isClean', () => {
  const clean = { coverage: 1, failing: 0, unknown: 0, passing: 3 };
  it.each([
    ['everything known and passing', {}, true],
    ['a check that fails', { failing: 1 }, false],
    ['a check that is unknown', { unknown: 1 }, false],
    ['a share that is unknown', { coverage: 0.999 }, false],
    ['no check at all', { passing: 0 }, false],
  ])('of %s', (_, overrides, expected) => {
    expect(isClean({ ...clean, ...overrides })).toBe(expected);
  });
});

describe('isRollup', () => {
  it.each([
    ['system:default/payments', true],
    ['domain:default/money', true],
    ['component:default/system', false],
  ])('of %s', (entityRef, expected) => {
    expect(isRollup({ entityRef })).toBe(expected);
  });
});

describe('sourcesThatDoNotCount', () => {
  it('leaves out what the score does not come from', () => {
    const report = aSource({ state: 'failed' });
    expect(
      sourcesThatDoNotCount({
        sources: [
          report,
          aSource({ kind: 'Workload' }),
          aSource({ kind: 'Role', state: 'forbidden' }),
        ],
      }),
    ).toEqual([report]);
  });
});
