import { formatSize, shortDigest } from './format';

describe('format', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [31_457_280, '31 MB'],
    [2_400_000_000, '2.4 GB'],
    [5e15, '5,000,000 GB'],
  ])('writes %d bytes as %s', (bytes, words) => {
    expect(formatSize(bytes)).toBe(words);
  });

  it('shortens a digest and leaves alone what is none', () => {
    expect(shortDigest(`sha256:${'ab'.repeat(32)}`)).toBe(
      'sha256:abababababab',
    );
    expect(shortDigest('nonsense')).toBe('nonsense');
  });
});
