import { describeError } from './describeError';

describe('describeError', () => {
  it.each([
    [new Error('connect ECONNREFUSED'), 'connect ECONNREFUSED'],
    [
      new Error('insert into "findings" ("id") values ($1) - value too long'),
      'value too long',
    ],
    ['thrown text', 'thrown text'],
    [new Error('a - b'), 'a - b'],
  ])('says %p', (error, expected) => {
    expect(describeError(error)).toBe(expected);
  });

  it('keeps secrets out and is short', () => {
    const text = describeError(
      new Error(`failed with password=hunter2hunter2 ${'x '.repeat(1000)}`),
    );
    expect(text).not.toContain('hunter2');
    expect(text.length).toBeLessThanOrEqual(300);
  });
});
