import { EventFilter } from './EventFilter';

const at = (second: number) => new Date(second * 1000);
const note = (filter: EventFilter, second: number, message = 'It happened') =>
  filter.admit('demo', { level: 'info', message }, at(second));

describe('EventFilter', () => {
  it('redacts and shortens what an event says', () => {
    const row = note(
      new EventFilter(),
      0,
      `password=hunter2hunter2 ${'x'.repeat(10_000)}`,
    );
    expect(row?.message).not.toContain('hunter2');
    expect(row?.message.length).toBeLessThanOrEqual(500);
  });

  it('keeps what no database can hold as text out of it', () => {
    expect(note(new EventFilter(), 0, 'a\0b')?.message).toBe('ab');
  });

  it('passes over what is too much at once, and says so with the next', () => {
    const filter = new EventFilter();
    const flood = Array.from({ length: 50 }, () => note(filter, 0));
    expect(flood.filter(Boolean)).toHaveLength(20);
    expect(note(filter, 3)?.message).toBe(
      'It happened (30 events before it were passed over)',
    );
    expect(note(filter, 4)).toBeUndefined();
    expect(note(filter, 3600)?.message).toBe(
      'It happened (1 events before it were passed over)',
    );
    expect(note(filter, 3601)?.message).toBe('It happened');
  });
});
