import { formatQuantity, parseQuantity, roundUpToMilli } from './quantity';

describe('quantities', () => {
  it.each([
    ['1', '1'],
    ['1000m', '1'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['1000M', '1G'],
    ['512Ki', '512Ki'],
    ['1Ki', '1Ki'],
    ['1000Ki', '1000Ki'],
    ['0.5Ki', '512'],
    ['0.1Ki', '102400m'],
    ['1e3', '1e3'],
    ['1E3', '1E3'],
    ['1000E3', '1e6'],
    ['1500e3', '1500e3'],
    ['1E', '1E'],
    ['+1', '+1'],
    ['+1000', '1k'],
    ['010', '010'],
    ['1.', '1.'],
    ['1000000E', '1'],
    ['8Ki', '8Ki'],
    ['+8Ki', '8Ki'],
    ['-1500m', '-1500m'],
    ['0', '0'],
    ['0Gi', '0'],
    ['-0', '0'],
    ['0.0000000001', '1n'],
    ['10Ei', '9223372036854775807'],
    [' 1 ', '1'],
  ])('writes %s as %s', (written, canonical) => {
    expect(formatQuantity(parseQuantity(written)!)).toBe(canonical);
  });

  it.each(['', '1 G', '1x', 'Gi', '1.2.3', '--1', '1e', '0x10', '1GiB', 'NaN'])(
    'refuses %j',
    written => {
      expect(parseQuantity(written)).toBeUndefined();
    },
  );

  it('takes numbers, and rounds amounts of resources up to thousandths', () => {
    expect(formatQuantity(parseQuantity(0.1)!)).toBe('100m');
    expect(formatQuantity(roundUpToMilli(parseQuantity('1001u')!))).toBe('2m');
    expect(formatQuantity(roundUpToMilli(parseQuantity('-1001u')!))).toBe(
      '-2m',
    );
  });
});
