import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readExceptionsConfig } from './config';
import { exceptionRulesOf } from './rules';

function read(exceptions?: JsonObject) {
  return readExceptionsConfig(
    new ConfigReader(exceptions === undefined ? {} : { exceptions }),
  );
}

describe('shiftDown.exceptions', () => {
  it('has limits for every severity where nothing is configured, and nobody who decides', () => {
    const config = readExceptionsConfig(undefined);
    expect(config.deciders).toEqual([]);
    expect(config.breakGlass).toEqual({ holders: [], maxHours: 24 });
    expect(config.limits.critical).toEqual({
      maxDays: 30,
      maxTotalDays: 90,
      reviewDays: 2,
      approvals: 2,
      required: ['ticket', 'compensatingControls'],
      maxPerEntity: 50,
    });
    for (const limits of Object.values(config.limits)) {
      expect(limits.maxTotalDays).toBeGreaterThanOrEqual(limits.maxDays);
    }
  });

  it('has refs in full, and leaves of limits what is not said', () => {
    const config = read({
      deciders: [{ group: 'Security', deputies: ['group:ops/Deputies'] }],
      breakGlass: { holders: ['user:default/Ann', 'on-call'] },
      limits: { low: { maxDays: 800 } },
    });
    expect(config.deciders).toEqual([
      {
        group: 'group:default/security',
        severities: [],
        deputies: ['group:ops/deputies'],
      },
    ]);
    expect(config.breakGlass.holders).toEqual([
      'user:default/ann',
      'group:default/on-call',
    ]);
    expect(config.limits.low).toMatchObject({
      maxDays: 800,
      maxTotalDays: 800,
      reviewDays: 10,
    });
  });

  it.each<[JsonObject, string]>([
    [{ decider: [] }, 'Unrecognized key'],
    [{ deciders: [{ group: 'user:default/ann' }] }, 'deciders.0.group'],
    [{ deciders: [{ group: 'a', severities: ['worst'] }] }, 'severities.0'],
    [{ breakGlass: { maxHours: 48 } }, 'breakGlass.maxHours'],
    [{ breakGlass: { holders: ['component:a/b'] } }, 'holders.0'],
    [{ limits: { high: { approvals: 3 } } }, 'must be 1 or 2'],
    [{ limits: { high: { maxDays: 0 } } }, 'limits.high.maxDays'],
    [{ limits: { high: { maxTotalDays: 2 } } }, 'is less than maxDays'],
    [{ limits: { highest: {} } }, 'limits'],
    [{ calendar: { timeZone: 'Atlantis' } }, 'Europe/Berlin'],
    [{ calendar: { workingDays: [] } }, 'calendar.workingDays'],
    [{ calendar: { holidays: ['Christmas'] } }, '2027-01-01'],
    [
      { delivery: [{ cluster: 'a', type: 'pull-request' }] },
      'delivery.0.repositoryUrl',
    ],
    [{ delivery: [{ cluster: 'a', type: 'mail' }] }, 'delivery.0.type'],
    [
      {
        delivery: [
          { cluster: 'a', type: 'none' },
          { cluster: 'a', type: 'document' },
        ],
      },
      "'a' is named twice",
    ],
    [
      {
        delivery: [
          {
            cluster: 'a',
            type: 'pull-request',
            repositoryUrl: 'https://git.example.com/a',
            path: '../elsewhere',
          },
        ],
      },
      'delivery.0.path',
    ],
    [{ export: { hours: 0 } }, 'export.hours'],
  ])('refuses %j and says what is wrong', (exceptions, message) => {
    expect(() => read(exceptions)).toThrow(message);
    expect(() => read(exceptions)).toThrow(/^shiftDown\.exceptions/);
  });
});

describe('the rules', () => {
  const named = read({ deciders: [{ group: 'security' }] });

  it('let deciding be on with permissions and deciders', () => {
    expect(exceptionRulesOf(named, true).decidingIsOff).toBeUndefined();
  });

  it('say how it is switched on where it is off', () => {
    expect(exceptionRulesOf(named, false).decidingIsOff).toContain(
      'permission.enabled',
    );
    expect(exceptionRulesOf(read(), true).decidingIsOff).toContain(
      'shiftDown.exceptions.deciders',
    );
  });
});
