import { nextWorkingDayEnd, pauseDue, reviewDueAt } from '.';
import type { WorkingCalendar } from '../types';

const BERLIN: WorkingCalendar = {
  timeZone: 'Europe/Berlin',
  workingDays: [1, 2, 3, 4, 5],
  holidays: ['2026-04-03', '2026-04-06'],
};

describe('nextWorkingDayEnd', () => {
  it.each([
    ['a Monday', '2026-03-02T12:00:00Z', '2026-03-03T23:00:00.000Z'],
    [
      'late on a Monday there',
      '2026-03-02T22:30:00Z',
      '2026-03-03T23:00:00.000Z',
    ],
    [
      'early on a Tuesday there',
      '2026-03-02T23:30:00Z',
      '2026-03-04T23:00:00.000Z',
    ],
    ['a Friday', '2026-03-06T12:00:00Z', '2026-03-09T23:00:00.000Z'],
    ['a Saturday', '2026-03-07T12:00:00Z', '2026-03-09T23:00:00.000Z'],
    // The clocks go forward on Sunday the 29th: midnight is an hour earlier by UTC.
    [
      'the Friday before summer time',
      '2026-03-27T12:00:00Z',
      '2026-03-30T22:00:00.000Z',
    ],
    [
      'the Friday before winter time',
      '2026-10-23T12:00:00Z',
      '2026-10-26T23:00:00.000Z',
    ],
    [
      'the Thursday before Easter',
      '2026-04-02T12:00:00Z',
      '2026-04-07T22:00:00.000Z',
    ],
  ])('after %s', (_, at, end) => {
    expect(nextWorkingDayEnd(at, BERLIN)).toBe(end);
  });

  it('comes also where nobody ever works', () => {
    expect(
      nextWorkingDayEnd('2026-03-02T12:00:00Z', { ...BERLIN, workingDays: [] }),
    ).toBe('2026-03-03T23:00:00.000Z');
  });
});

describe('reviewDueAt', () => {
  it('counts working days', () => {
    expect(reviewDueAt('2026-04-01T12:00:00Z', 3, BERLIN)).toBe(
      '2026-04-08T22:00:00.000Z',
    );
  });
});

describe('pauseDue', () => {
  const day = (count: number) =>
    new Date(Date.UTC(2026, 0, 1 + count)).toISOString();
  const times = (...pairs: [number, number][]) =>
    pairs.map(([from, until]) => ({ from: day(from), until: day(until) }));

  it.each([
    ['no exception', times(), 30],
    ['one', times([10, 20]), 40],
    ['one that began before it was seen', times([-10, 5]), 35],
    ['one that ended before it was seen', times([-10, -5]), 30],
    ['one that began when it was overdue', times([31, 40]), 30],
    ['one that began when it was due', times([30, 40]), 30],
    ['one that began at the last moment', times([29, 40]), 41],
    ['two', times([5, 10], [20, 25]), 40],
    ['two in no order', times([20, 25], [5, 10]), 40],
    ['two that overlap', times([5, 15], [10, 20]), 45],
    ['one within another', times([5, 20], [10, 15]), 45],
    ['the same twice', times([5, 15], [5, 15]), 40],
    ['two that meet', times([5, 10], [10, 15]), 40],
    [
      'a second that only the first leaves in time',
      times([5, 15], [35, 45]),
      50,
    ],
    ['a second that is too late for all that', times([5, 15], [41, 50]), 40],
    ['one that was revoked before it began', times([10, 10]), 30],
    ['one that is turned round', times([20, 10]), 30],
  ])('with %s', (_, intervals, due) => {
    expect(pauseDue(day(30), day(0), intervals)).toBe(day(due));
  });
});
