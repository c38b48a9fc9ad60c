import type { EnforcementRow } from '../../database/exceptionTables';
import { settleEnforcement } from './settleEnforcement';
import type { EnforcementOutcome } from './types';

const NOW = new Date('2026-11-02T00:00:00.000Z');
const ENDED = '2026-11-01T00:00:00.000Z';
const RANDOM = () => 1;

const row = (over: Partial<EnforcementRow>) =>
  ({
    state: 'pending',
    wanted: true,
    attempts: 0,
    ended_at: null,
    gone_at: null,
    applied_at: null,
    ...over,
  } as EnforcementRow);

const settle = (
  over: Partial<EnforcementRow>,
  outcome: EnforcementOutcome,
  until: string | null = '2026-12-01T00:00:00.000Z',
) => settleEnforcement(row(over), outcome, { now: NOW, until }, RANDOM);

const reason = 'because';
const gone = { outcome: 'stays', reason, isGone: true } as const;
const away = { outcome: 'unavailable', reason } as const;

describe('settleEnforcement', () => {
  it.each([
    ['applied', {}, { outcome: 'applied', reason }, 'applied', undefined],
    [
      'still applied',
      { state: 'applied' },
      { outcome: 'applied', reason },
      undefined,
      undefined,
    ],
    [
      'drifted',
      { state: 'applied' },
      { outcome: 'drifted', reason },
      'drifted',
      'enforcement-failed',
    ],
    [
      'still drifted',
      { state: 'drifted' },
      { outcome: 'drifted', reason },
      undefined,
      undefined,
    ],
    [
      'failed',
      {},
      { outcome: 'failed', reason },
      'failed',
      'enforcement-failed',
    ],
    [
      'still failed',
      { state: 'failed' },
      { outcome: 'failed', reason },
      undefined,
      undefined,
    ],
    ['away for the first time', {}, away, undefined, undefined],
    ['away for long', { attempts: 4 }, away, 'failed', 'enforcement-failed'],
    [
      'away, and applied before',
      { state: 'applied', attempts: 9 },
      away,
      undefined,
      undefined,
    ],
    [
      'away at the end',
      { wanted: false, state: 'removing', ended_at: ENDED },
      away,
      'overstaying',
      'overstaying',
    ],
    [
      'not proved yet',
      { wanted: false, state: 'removing', ended_at: NOW.toISOString() },
      gone,
      undefined,
      undefined,
    ],
    [
      'not proved for long',
      { wanted: false, state: 'removing', ended_at: ENDED },
      gone,
      'overstaying',
      'overstaying',
    ],
    [
      'still not proved',
      { wanted: false, state: 'overstaying', ended_at: ENDED },
      gone,
      undefined,
      undefined,
    ],
    [
      'proved',
      { wanted: false, state: 'overstaying', ended_at: ENDED },
      { outcome: 'removed', reason, stillRunning: [] },
      'removed',
      undefined,
    ],
  ] as const)('%s', (_, over, outcome, state, notice) => {
    const settled = settle(over, outcome as EnforcementOutcome);
    expect(settled.change.state).toBe(state);
    expect(settled.notice).toBe(notice);
    expect(settled.change.reason).toBe(reason);
  });

  it('overstays since the end, not since it was seen', () => {
    expect(
      settle({ wanted: false, state: 'removing', ended_at: ENDED }, gone)
        .change,
    ).toMatchObject({ since: ENDED });
  });

  it.each(['applied', 'drifted', 'failed', 'pending', 'unavailable'] as const)(
    'is looked at when it ends, however it stands: %s',
    outcome => {
      const until = '2026-11-02T00:00:01.000Z';
      expect(settle({}, { outcome, reason }, until).change.next_at).toBe(until);
    },
  );

  it('waits longer each time, and never for ever', () => {
    const waits = Array.from({ length: 12 }, (_, attempts) => {
      const { next_at } = settle({ attempts }, away).change;
      return Date.parse(next_at!) - NOW.getTime();
    });
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(600_000);
  });

  it('is looked at once more after it was removed, and then no more', () => {
    const removed: EnforcementOutcome = {
      outcome: 'removed',
      reason,
      stillRunning: [],
    };
    const ended = { wanted: false, ended_at: ENDED };
    expect(
      settle({ ...ended, state: 'removing' }, removed).change.next_at,
    ).not.toBeNull();
    expect(
      settle({ ...ended, state: 'removed' }, removed).change.next_at,
    ).toBeNull();
  });
});
