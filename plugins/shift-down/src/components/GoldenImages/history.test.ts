import { aGoldenImage, aRelease } from '../../__testUtils__/fixtures';
import { adoptionSeries, OTHERS } from './history';

describe('adoption series', () => {
  it('orders releases newest first and fills days on which one had nobody', () => {
    const { versions, days } = adoptionSeries(aGoldenImage());
    expect(versions).toEqual(['12.3', '12.1', '11.9']);
    expect(days[0]).toMatchObject({
      counts: { '12.3': 0, '12.1': 6, '11.9': 2 },
      total: 8,
    });
  });

  it('adds up the oldest where there are too many to tell apart', () => {
    const names = Array.from({ length: 9 }, (_, index) => `1.${9 - index}`);
    const { versions, days } = adoptionSeries({
      releaseList: names.map(version => aRelease({ version })),
      history: [
        {
          day: '2026-01-01',
          releases: Object.fromEntries(names.map(name => [name, 1])),
        },
      ],
    });
    expect(versions).toEqual(['1.9', '1.8', '1.7', '1.6', '1.5', OTHERS]);
    expect(days[0].counts[OTHERS]).toBe(4);
    expect(days[0].total).toBe(9);
  });

  it('keeps a release that the file names no longer', () => {
    const { versions } = adoptionSeries({
      releaseList: [],
      history: [{ day: '2026-01-01', releases: { '1.0': 2, '0.9': 0 } }],
    });
    expect(versions).toEqual(['1.0']);
  });

  it('has nothing to show without a history', () => {
    expect(adoptionSeries({ releaseList: [], history: [] })).toEqual({
      versions: [],
      days: [],
    });
  });
});
