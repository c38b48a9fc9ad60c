import type {
  GoldenStatus,
  Lineage,
} from '@shift-down/plugin-shift-down-common';
import {
  factsOf,
  golden,
  layers,
  platformImage,
  release,
} from './__testUtils__/catalogue';
import { createGoldenIndex } from './createGoldenIndex';
import { goldenStatusInWords } from './goldenStatusInWords';
import { goldenStatusOf } from './goldenStatusOf';
import { supportStateOf } from './supportStateOf';
import type { GoldenImage, GoldenRelease } from './types';

const NOW = new Date('2026-11-22T15:00:00Z');

function on(version: string): Lineage {
  return {
    state: 'golden',
    release: { image: 'node', version },
    alternatives: [],
    evidence: 'layers',
    baseLayers: 1,
  };
}

function statusOf(
  version: string,
  releases: GoldenRelease[],
  over: Partial<GoldenImage> = {},
) {
  const index = createGoldenIndex({
    images: [golden({ releases, ...over })],
    facts: [],
  });
  return goldenStatusOf(on(version), index, NOW);
}

const OLD = release('22.11.0', {
  released: '2026-09-01',
  supportedUntil: '2026-12-31',
});
const NEXT = release('22.11.1', { released: '2026-10-12' });
const NEWEST = release('22.11.2', { released: '2026-11-12' });

it('is current on the newest release of the channel', () => {
  expect(
    statusOf('22.11.2', [OLD, NEWEST, release('24.0.0', { channel: '24' })], {
      channels: [{ name: '22' }, { name: '24' }],
    }),
  ).toEqual({ status: { state: 'current' } });
});

it('counts newer releases, and days since the first of them', () => {
  expect(statusOf('22.11.0', [OLD, NEXT, NEWEST])).toEqual({
    status: {
      state: 'behind',
      releases: 2,
      days: 41,
      newest: { image: 'node', version: '22.11.2' },
    },
    validUntil: '2026-11-23T00:00:00.000Z',
  });
});

it('counts no days where nobody dated what is newer', () => {
  expect(statusOf('1.0.0', [release('1.0.0'), release('1.1.0')])).toEqual({
    status: {
      state: 'behind',
      releases: 1,
      days: 0,
      newest: { image: 'node', version: '1.1.0' },
    },
  });
});

it('dates what nobody dated by its build, unless the build is dated 1970', () => {
  const built = (created: string) =>
    goldenStatusOf(
      on('1.0.0'),
      createGoldenIndex({
        images: [golden({ releases: [release('1.0.0'), release('1.1.0')] })],
        facts: [
          factsOf('node', '1.1.0', [], {
            platforms: [platformImage(layers('a'), { created })],
          }),
        ],
      }),
      NOW,
    ).status;
  expect(built('2026-11-20T23:59:59Z')).toMatchObject({ days: 2 });
  expect(built('1970-01-01T00:00:00Z')).toMatchObject({ days: 0 });
});

it('is out of support from the day after the last', () => {
  const last = release('22.11.0', { supportedUntil: '2026-11-21' });
  expect(statusOf('22.11.0', [last, NEWEST])).toEqual({
    status: {
      state: 'out-of-support',
      since: '2026-11-22',
      newest: { image: 'node', version: '22.11.2' },
    },
  });
});

it('is supported on the last day, and says when that ends', () => {
  const last = release('22.11.2', { supportedUntil: '2026-11-22' });
  expect(statusOf('22.11.2', [last])).toEqual({
    status: { state: 'current' },
    validUntil: '2026-11-23T00:00:00.000Z',
  });
});

it('names no newest release where none is supported', () => {
  const ended = { supportedUntil: '2026-01-01' };
  expect(
    statusOf('1.0.0', [release('1.0.0', ended), release('1.1.0', ended)])
      .status,
  ).toEqual({ state: 'out-of-support', since: '2026-01-02' });
});

it('does not count a release before its day, and says when that is', () => {
  const announced = release('22.12.0', { released: '2026-12-01' });
  expect(statusOf('22.11.2', [NEWEST, announced])).toEqual({
    status: { state: 'current' },
    validUntil: '2026-12-01T00:00:00.000Z',
  });
});

it('is retired from its day on, whatever the release', () => {
  const retired = { since: '2026-11-22', replacement: 'node-24' };
  expect(statusOf('22.11.2', [NEWEST], { retired })).toEqual({
    status: { state: 'retired', replacement: 'node-24' },
  });
  expect(
    statusOf('22.11.2', [NEWEST], { retired: { since: '2026-11-23' } }),
  ).toEqual({
    status: { state: 'current' },
    validUntil: '2026-11-23T00:00:00.000Z',
  });
});

it('is unknown on a release that is declared no more', () => {
  expect(statusOf('22.9.0', [NEWEST]).status).toEqual({
    state: 'unknown',
    reason: 'node 22.9.0 is not declared any more.',
  });
});

it.each(['not-golden', 'unknown'] as const)('keeps why it is %s', state => {
  const index = createGoldenIndex({ images: [golden()], facts: [] });
  expect(goldenStatusOf({ state, reason: 'Why.' }, index, NOW)).toEqual({
    status: { state, reason: 'Why.' },
  });
});

it('holds until it says so, and changes then', () => {
  const releases = [
    OLD,
    NEXT,
    release('22.12.0', {
      released: '2026-12-05',
      supportedUntil: '2026-12-20',
    }),
  ];
  const index = createGoldenIndex({
    images: [golden({ releases, retired: { since: '2027-02-01' } })],
    facts: [],
  });
  for (const { version } of releases) {
    let now = NOW;
    for (let step = 0; step < 100; step++) {
      const { status, validUntil } = goldenStatusOf(on(version), index, now);
      if (!validUntil) {
        break;
      }
      const end = new Date(validUntil);
      const before = new Date(end.getTime() - 1);
      expect(end.getTime()).toBeGreaterThan(now.getTime());
      expect(goldenStatusOf(on(version), index, before).status).toEqual(status);
      now = end;
    }
    expect(goldenStatusOf(on(version), index, now).status.state).toBe(
      'retired',
    );
  }
});

it.each<[GoldenRelease, string]>([
  [release('1.0.0'), 'unknown'],
  [release('1.0.0', { supportedUntil: '2026-11-22' }), 'supported'],
  [release('1.0.0', { supportedUntil: '2026-11-21' }), 'out-of-support'],
])('knows whether %j is supported', (it, state) => {
  expect(supportStateOf(it, golden(), NOW).state).toBe(state);
});

it('reckons support by the channel where the release says nothing', () => {
  const image = golden({ channels: [{ name: '22', supportDays: 10 }] });
  expect(
    supportStateOf(release('1.0.0', { released: '2026-11-01' }), image, NOW),
  ).toEqual({
    state: 'out-of-support',
    until: '2026-11-11',
    since: '2026-11-12',
  });
});

it.each<[GoldenStatus, string]>([
  [
    {
      state: 'behind',
      releases: 2,
      days: 41,
      newest: { image: 'node-22', version: '22.11.4' },
    },
    'Built on node 22.11.2: 2 releases (41 days) behind; 22.11.4 is the newest',
  ],
  [
    {
      state: 'behind',
      releases: 1,
      days: 0,
      newest: { image: 'node-22', version: '22.11.4' },
    },
    'Built on node 22.11.2: 1 release behind; 22.11.4 is the newest',
  ],
  [
    { state: 'current' },
    'Built on node 22.11.2: the newest release of its channel',
  ],
  [
    { state: 'out-of-support', since: '2026-05-01' },
    'Built on node 22.11.2: out of support since 2026-05-01; its channel has no newer release',
  ],
  [
    { state: 'retired', replacement: 'node-24' },
    'Built on node 22.11.2: retired, use node-24',
  ],
  [
    { state: 'not-golden', reason: 'It begins with nothing known.' },
    'Not built on a golden image: it begins with nothing known.',
  ],
  [
    { state: 'unknown', reason: 'The registry is down.' },
    'It is unknown what this was built on: the registry is down.',
  ],
])('says %j in words', (status, words) => {
  expect(goldenStatusInWords(status, on('22.11.2'))).toBe(words);
});
