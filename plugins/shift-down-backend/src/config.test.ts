import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { DEFAULT_MAX_AGES } from '@shift-down/plugin-shift-down-policy';
import { readShiftDownConfig } from './config';

function read(shiftDown?: JsonObject) {
  return readShiftDownConfig(
    new ConfigReader(shiftDown === undefined ? {} : { shiftDown }),
  );
}

describe('readShiftDownConfig', () => {
  it('needs nothing', () => {
    expect(read()).toMatchObject({
      correlation: {
        trust: 'namespace-owner',
        ownerLabel: 'shift-down.io/owner',
        namespaceOwners: [],
      },
      mirror: {
        kinds: ['Component', 'Resource', 'API', 'System', 'Domain', 'Group'],
        frequency: { seconds: 30 },
      },
      controlOverrides: {},
      maxAge: DEFAULT_MAX_AGES,
      collection: { staleAfterSeconds: 300 },
      assessment: { concurrency: 4 },
      evaluation: { enabled: true },
      pipelines: [],
    });
  });

  it('takes what is set, and leaves clusters to others', () => {
    expect(
      read({
        clusters: [{ name: 'demo', type: 'recorded' }],
        correlation: {
          trust: 'annotations',
          ownerLabel: 'team',
          namespaceOwners: [{ namespace: 'a-*', owner: 'Team-A' }],
          mirror: { kinds: ['Component'], frequency: '5m' },
        },
        controls: { overrides: { 'some-control': { enabled: false } } },
        maxAge: { PolicyReport: { hours: 2 } },
        collection: { staleAfter: { minutes: 1 } },
        assessment: { concurrency: 8 },
        evaluation: { enabled: false, podSecurity: { version: 'v1.30' } },
        pipelines: [{ subject: 'external:ci', clusters: ['demo'] }],
      }),
    ).toMatchObject({
      correlation: {
        trust: 'annotations',
        ownerLabel: 'team',
        namespaceOwners: [{ namespace: 'a-*', owner: 'group:default/team-a' }],
      },
      mirror: { kinds: ['Component'], frequency: { minutes: 5 } },
      controlOverrides: { 'some-control': { enabled: false } },
      maxAge: { ...DEFAULT_MAX_AGES, PolicyReport: 7_200_000 },
      collection: { staleAfterSeconds: 60 },
      assessment: { concurrency: 8 },
      evaluation: { enabled: false, podSecurityVersion: 'v1.30' },
      pipelines: [
        { subject: 'external:ci', clusters: ['demo'], namespaces: [] },
      ],
    });
  });

  it.each([
    [
      { correlation: { trust: 'labels' } },
      /shiftDown\.correlation\.trust in the configuration/,
    ],
    [
      {
        correlation: {
          namespaceOwners: [{ namespace: 'a', owner: 'user:default/ann' }],
        },
      },
      /'user:default\/ann' is not the ref of a group/,
    ],
    [
      {
        correlation: {
          namespaceOwners: [{ namespace: 'a', owner: 'a', clusters: 'x' }],
        },
      },
      /clusters/,
    ],
    [{ controls: { overrides: { c: { severity: 'worst' } } } }, /severity/],
    [{ maxAge: { Pod: { hours: 1 } } }, /shiftDown\.maxAge\.Pod/],
    // What we make ourselves is as old as what it is made of.
    [{ maxAge: { Evaluation: { hours: 1 } } }, /shiftDown\.maxAge\.Evaluation/],
    [{ assessment: { concurrency: 0 } }, /concurrency/],
    [
      { evaluation: { podSecurity: { version: '1.30' } } },
      /shiftDown\.evaluation\.podSecurity\.version .*v1\.36/,
    ],
    [{ evaluation: { on: true } }, /evaluation/],
    [{ pipelines: [{ subject: 'external:ci', clusters: [] }] }, /clusters/],
  ])('refuses %p', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
