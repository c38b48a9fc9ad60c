import { nextStep } from './standing';
import { changesBetween } from './UpgradePlan';
import { aManagedNamespace, someBaselines } from '../../__testUtils__/fixtures';

describe('what to do next', () => {
  it.each([
    ['as applied, on the current baseline', {}, 'done'],
    ['different', { drifted: 1, isBehind: true, unknown: 1 }, 'drifted'],
    ['behind', { isBehind: true, unknown: 1 }, 'behind'],
    ['unread in part', { unknown: 1 }, 'unknown'],
    ['never compared', { comparedAt: undefined }, 'unknown'],
    ['of an unknown current baseline', { currentVersion: '' }, 'unread'],
    ['gone', { state: 'gone', drifted: 3 }, 'gone'],
    ['proposed', { state: 'proposed', isBehind: true }, 'proposed'],
    ['partly made', { state: 'partial', drifted: 2 }, 'partial'],
    ['being made', { state: 'applying' }, 'applying'],
  ] as const)('of one that is %s: %s', (_, overrides, step) => {
    expect(nextStep(aManagedNamespace(overrides))).toBe(step);
  });
});

describe('changes of an upgrade', () => {
  const [newest, oldest] = someBaselines().items;
  const middle = {
    ...newest,
    version: '1.1.0',
    changes: [{ id: 'dns', title: 'DNS', change: 'added' as const }],
  };
  const known = [newest, middle, oldest];

  it.each([
    ['1.0.0', '2.0.0', ['dns', 'default-deny', 'limits']],
    ['1.1.0', '2.0.0', ['default-deny', 'limits']],
    ['1.0.0', '1.1.0', ['dns']],
    ['2.0.0', '2.0.0', []],
  ])('from %s to %s are those in between, oldest first', (from, to, ids) => {
    expect(changesBetween(known, from, to)?.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['0.9.0', '2.0.0'],
    ['1.0.0', '3.0.0'],
    ['2.0.0', '1.0.0'],
  ])('from %s to %s are not known', (from, to) => {
    expect(changesBetween(known, from, to)).toBeUndefined();
  });
});
