import { mockServices } from '@backstage/backend-test-utils';
import type { Baseline } from '@shift-down/plugin-shift-down-policy';
import { FIRST, SECOND } from './__testUtils__/baselines';
import { BaselineReader } from './BaselineReader';

describe('BaselineReader', () => {
  let now: Date;
  let found: { baselines: Baseline[]; problems: string[] };
  const read = jest.fn(async () => found);

  beforeEach(() => {
    now = new Date('2026-11-23T10:00:00Z');
    found = { baselines: [SECOND, FIRST], problems: [] };
    read.mockReset().mockImplementation(async () => found);
  });

  function reader(currentVersion?: string) {
    return new BaselineReader({
      clock: { now: () => now },
      ...(currentVersion !== undefined && { currentVersion }),
      read,
      logger: mockServices.logger.mock(),
    });
  }

  it('has the newest, or the one that config names', async () => {
    expect((await reader().current()).current).toBe(SECOND);
    expect((await reader('1.0.0').current()).current).toBe(FIRST);
    expect(await reader().version('1.0.0')).toBe(FIRST);
  });

  it('reads once a minute, also if many ask at once', async () => {
    const baselines = reader();
    await Promise.all([baselines.current(), baselines.current()]);
    expect(read).toHaveBeenCalledTimes(1);
    now = new Date(now.getTime() + 61_000);
    await baselines.current();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('keeps the last good ones while they can’t be read, and says so', async () => {
    const baselines = reader();
    await baselines.current();
    now = new Date(now.getTime() + 61_000);
    read.mockRejectedValueOnce(new Error('git.example is away'));
    expect(await baselines.current()).toMatchObject({
      baselines: [SECOND, FIRST],
      current: SECOND,
      problems: [expect.stringContaining('git.example is away')],
    });
    now = new Date(now.getTime() + 61_000);
    found = { baselines: [], problems: ['The folder is empty'] };
    expect(await baselines.current()).toMatchObject({
      current: SECOND,
      problems: ['The folder is empty'],
    });
  });

  it('has none, and says why, rather than another than config names', async () => {
    const baselines = reader('9.0.0');
    const known = await baselines.current();
    expect(known.current).toBeUndefined();
    expect(known.problems).toEqual([expect.stringContaining('9.0.0')]);
    await expect(baselines.version()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('9.0.0'),
    });
    await expect(baselines.version('3.0.0')).rejects.toThrow('3.0.0');
  });
});
