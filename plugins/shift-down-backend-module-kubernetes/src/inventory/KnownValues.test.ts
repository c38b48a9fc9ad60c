import { KnownValues } from './KnownValues';

const SECRET = 'pa55/w"rd &more';

describe('KnownValues', () => {
  it.each([
    ['as it is', `is ${SECRET}!`],
    ['in a URL', `at ?p=${encodeURIComponent(SECRET)}`],
    ['in JSON', JSON.stringify({ p: SECRET })],
    ['in Base64', `data: ${Buffer.from(SECRET).toString('base64')}`],
  ])('finds a value %s', (_, text) => {
    expect(new KnownValues([SECRET], new Set()).in(text)).toEqual([SECRET]);
  });

  it('tells values with the same beginning apart', () => {
    const known = new KnownValues(['12345678-a', '12345678-b'], new Set());
    expect(known.in('x12345678-b')).toEqual(['12345678-b']);
    expect(known.in('x12345678-c')).toEqual([]);
  });

  it('lets short values and published ones be', () => {
    const known = new KnownValues(
      ['short', 'payments-api'],
      new Set(['payments-api']),
    );
    expect(known.in('short payments-api')).toEqual([]);
  });

  it('takes values that are not well-formed text', () => {
    expect(new KnownValues(['abcdefgh\ud800'], new Set()).in('x')).toEqual([]);
  });

  it('takes no longer for many values than for one', () => {
    const values = Array.from(
      { length: 50_000 },
      (_, i) => `value-${i * 7919}`,
    );
    const known = new KnownValues(values, new Set());
    const text = 'container main must not run as root; '.repeat(50);
    const start = performance.now();
    for (let round = 0; round < 200; round += 1) {
      known.in(text);
    }
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
