import { effectiveFreshness } from './freshness';

const since = '2026-06-01T08:00:00.000Z';
const lastSuccessAt = '2026-06-01T12:00:00.000Z';

describe('effectiveFreshness', () => {
  it.each([
    ['before the next heartbeat is due', '2026-06-01T12:04:59.999Z', 'fresh'],
    ['at the very moment it is due', '2026-06-01T12:05:00.000Z', 'stale'],
    ['long after', '2026-06-03T00:00:00.000Z', 'stale'],
  ])('%s is %s → %s', (_, now, state) => {
    expect(
      effectiveFreshness(
        { state: 'fresh', since, lastSuccessAt, staleAfterSeconds: 300 },
        new Date(now),
      ),
    ).toEqual(
      state === 'fresh'
        ? { state, since, until: '2026-06-01T12:05:00.000Z' }
        : { state, since: '2026-06-01T12:05:00.000Z' },
    );
  });

  it.each(['stale', 'forbidden', 'not-installed', 'failed'] as const)(
    'leaves %s as it is',
    state => {
      expect(
        effectiveFreshness(
          { state, since, lastSuccessAt, staleAfterSeconds: 300 },
          new Date('2026-06-03T00:00:00.000Z'),
        ),
      ).toEqual({ state, since });
    },
  );

  it('counts from when it began where it never succeeded', () => {
    expect(
      effectiveFreshness(
        { state: 'fresh', since, staleAfterSeconds: 60 },
        new Date('2026-06-01T09:00:00.000Z'),
      ),
    ).toEqual({ state: 'stale', since: '2026-06-01T08:01:00.000Z' });
  });
});
