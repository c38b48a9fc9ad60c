import { aNamespace } from '../../__testUtils__/fixtures';
import { nextStep } from './readiness';

const LABEL = 'pod-security.kubernetes.io/enforce';

function levels(fails: [number, number], unknown: [number, number] = [0, 0]) {
  return (['baseline', 'restricted'] as const).map((level, index) => ({
    level,
    fails: fails[index],
    unknown: unknown[index],
    meets: 3 - fails[index] - unknown[index],
  }));
}

describe('nextStep', () => {
  it.each([
    [
      'all meet a stricter level',
      {
        suggestion: {
          level: 'restricted' as const,
          labels: { [LABEL]: 'restricted' },
        },
      },
      { step: 'enforce', level: 'restricted' },
    ],
    [
      'only the version is missing',
      {
        enforces: 'restricted' as const,
        suggestion: {
          level: 'restricted' as const,
          labels: { [LABEL]: 'restricted' },
        },
      },
      { step: 'pin', level: 'restricted' },
    ],
    [
      'some miss the lower level as well',
      { levels: levels([1, 2]) },
      { step: 'fix', level: 'baseline', count: 1 },
    ],
    [
      'some miss the stricter level',
      { levels: levels([0, 2]) },
      { step: 'fix', level: 'restricted', count: 2 },
    ],
    [
      'some could not be judged',
      { levels: levels([0, 0], [0, 1]) },
      { step: 'find' },
    ],
    ['nothing is left', { levels: levels([0, 0]) }, { step: 'done' }],
    [
      'there may be other workloads',
      { levels: levels([0, 0]), complete: false },
      { step: 'unknown' },
    ],
    [
      'nothing runs',
      { levels: levels([0, 0]), workloads: 0 },
      { step: 'unknown' },
    ],
    ['it was not evaluated', { version: undefined }, { step: 'unknown' }],
    // What was seen once is no reason to enforce more today.
    ['it is stale', { freshness: 'stale' as const }, { step: 'unknown' }],
  ])('is, where %s', (_, overrides, expected) => {
    expect(nextStep(aNamespace(overrides))).toEqual(expected);
  });
});
