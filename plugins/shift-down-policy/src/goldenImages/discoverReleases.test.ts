import { golden, release } from './__testUtils__/catalogue';
import { discoverReleases } from './discoverReleases';
import type { GoldenImage } from './types';

function versions(image: Partial<GoldenImage>, tags: string[]): string[] {
  return discoverReleases(golden(image), tags).map(({ version }) => version);
}

const SEMVER = { discovery: { rule: 'semver' as const } };
const CALENDAR = { discovery: { rule: 'calendar' as const } };

it('finds nothing without a rule', () => {
  expect(versions({}, ['22.11.2'])).toEqual([]);
});

it('takes semantic versions, and neither floating tags nor pre-releases', () => {
  expect(
    versions(SEMVER, [
      '22.9.0',
      'v22.11.2',
      '22.10.1',
      '22',
      '22.11',
      'latest',
      '23.0.0-rc.1',
      '22.11.2-alpine',
    ]),
  ).toEqual(['22.11.2', '22.10.1', '22.9.0']);
});

it('remembers the tag where it is not the version', () => {
  expect(discoverReleases(golden(SEMVER), ['v22.11.2'])).toEqual([
    {
      version: '22.11.2',
      tag: 'v22.11.2',
      channel: '22',
      digests: {},
      declared: false,
    },
  ]);
});

it('takes a patched release for the one after it', () => {
  expect(
    versions(SEMVER, [
      '22.11.2-patched-1',
      '22.11.3',
      '22.11.2',
      '22.11.2-patched',
    ]),
  ).toEqual(['22.11.3', '22.11.2-patched-1', '22.11.2-patched', '22.11.2']);
});

it.each([
  ['2026.11', '2026-11-01'],
  ['202611', '2026-11-01'],
  ['20261122', '2026-11-22'],
  ['2026-11-22', '2026-11-22'],
  ['2026-11-22-3', '2026-11-22'],
  ['2026.11.22', '2026-11-22'],
  ['2026.11.3', '2026-11-01'],
])('reads the date of %s', (tag, released) => {
  expect(discoverReleases(golden(CALENDAR), [tag])).toEqual([
    expect.objectContaining({ version: tag, released }),
  ]);
});

it.each([
  '2026',
  '2026.13',
  '20260230',
  '2026-11-22T10',
  '20261122103000',
  '22.11.2',
  '2026-11-22-rc',
])('takes %s for no date', tag => {
  expect(versions(CALENDAR, [tag])).toEqual([]);
});

it('orders releases of one day by their serial number', () => {
  expect(
    versions(CALENDAR, [
      '2026-11-22-2',
      '2026-11-22',
      '2026-11-22-10',
      '2026-11-21',
    ]),
  ).toEqual(['2026-11-22-10', '2026-11-22-2', '2026-11-22', '2026-11-21']);
});

it('reckons the end of support from the date and the channel', () => {
  const channels = [{ name: '22', supportDays: 30 }];
  expect(
    discoverReleases(golden({ ...CALENDAR, channels }), ['20261101']),
  ).toEqual([expect.objectContaining({ supportedUntil: '2026-12-01' })]);
});

it('matches a pattern against the whole tag', () => {
  const discovery = { rule: 'semver' as const, pattern: '22\\.11\\.\\d' };
  expect(
    versions({ discovery }, [
      '22.11.2',
      '22.11.2-evil',
      'x22.11.2',
      '22.11.20',
    ]),
  ).toEqual(['22.11.2']);
});

it('takes version and channel from the groups of the pattern', () => {
  expect(
    discoverReleases(
      golden({
        channels: [{ name: 'bookworm' }, { name: 'alpine' }],
        discovery: {
          rule: 'semver',
          pattern: '(?P<version>[\\d.]+)-(?P<channel>[a-z]+)',
        },
      }),
      ['22.11-alpine', '22.10-bookworm', '22.9-windows'],
    ),
  ).toEqual([
    expect.objectContaining({
      version: '22.10',
      tag: '22.10-bookworm',
      channel: 'bookworm',
    }),
    expect.objectContaining({
      version: '22.11',
      tag: '22.11-alpine',
      channel: 'alpine',
    }),
  ]);
});

it('takes pre-releases that the pattern asks for', () => {
  const discovery = { rule: 'semver' as const, pattern: '.*' };
  expect(versions({ discovery }, ['23.0.0-rc.2', '23.0.0-rc.10', '23.0.0']))
    // A release comes after its candidates.
    .toEqual(['23.0.0', '23.0.0-rc.10', '23.0.0-rc.2']);
});

it('assigns channels by the numbers that they begin with, as many as possible', () => {
  const channels = [{ name: '22-lts' }, { name: '22.11' }, { name: 'v24' }];
  const found = discoverReleases(golden({ ...SEMVER, channels }), [
    '22.10.0',
    '22.11.2',
    '24.1.0',
    '2.0.0',
  ]);
  expect(found.map(it => [it.version, it.channel])).toEqual([
    ['22.10.0', '22-lts'],
    ['22.11.2', '22.11'],
    ['24.1.0', 'v24'],
  ]);
});

it('lets declared releases win, by version or tag', () => {
  const declared = release('22.11.2', { released: '2026-10-01' });
  const tagged = release('stable', { tag: '22.10.0' });
  expect(
    discoverReleases(golden({ ...SEMVER, releases: [declared, tagged] }), [
      '22.11.2',
      'v22.11.2',
      '22.10.0',
    ]),
  ).toEqual(expect.arrayContaining([declared, tagged]));
  expect(
    versions({ ...SEMVER, releases: [declared, tagged] }, [
      '22.11.2',
      'v22.11.2',
      '22.10.0',
    ]),
  ).toHaveLength(2);
});

it('sorts by declared dates where all have one', () => {
  const releases = [
    release('22.10.5', { released: '2026-10-03' }),
    release('22.11.0', { released: '2026-10-02' }),
  ];
  expect(versions({ releases }, [])).toEqual(['22.10.5', '22.11.0']);
  const [first, second] = releases;
  expect(
    versions({ releases: [first, { ...second, released: undefined }] }, []),
  ).toEqual(['22.11.0', '22.10.5']);
});

it('finds no release in what is no tag', () => {
  const discovery = { rule: 'semver' as const, pattern: '(?s).*' };
  expect(
    versions({ discovery }, ['22.11.2\nRUN x', '22.11.2 AS x', '']),
  ).toEqual([]);
});

it('takes the plainest of several tags of one version, in whatever order they come', () => {
  const image = golden(SEMVER);
  for (const tags of [
    ['v22.11.2', '22.11.2'],
    ['22.11.2', 'v22.11.2'],
  ]) {
    expect(discoverReleases(image, tags)[0].tag).toBeUndefined();
  }
});
