import { ConfigReader } from '@backstage/config';
import { looksAtImages, readImagesConfig } from './config';

const read = (shiftDown?: object) =>
  readImagesConfig(shiftDown && new ConfigReader(shiftDown as {}));

describe('configuration of images', () => {
  it('asks for nothing by default', () => {
    const config = read();
    expect(config).toMatchObject({
      concurrency: 8,
      digestSeconds: 900,
      tagSeconds: 300,
      maxAgeSeconds: 86_400,
      registries: false,
      goldenImages: { locations: [], frequencySeconds: 300 },
    });
    expect(looksAtImages(config)).toBe(false);
  });

  it('reads registries, golden images and times', () => {
    const config = read({
      registries: [{ host: 'registry.example' }],
      images: { concurrency: 2, refresh: { digests: 'PT1H' }, maxAge: '2d' },
      goldenImages: {
        locations: [{ type: 'folder', target: 'golden' }],
        frequency: { seconds: 10 },
      },
    });
    expect(config).toMatchObject({
      concurrency: 2,
      digestSeconds: 3600,
      maxAgeSeconds: 2 * 86_400,
      registries: true,
      goldenImages: {
        locations: [{ type: 'folder', target: 'golden' }],
        frequencySeconds: 10,
      },
    });
    expect(looksAtImages(config)).toBe(true);
  });

  it.each([
    [{ images: { concurrency: 0 } }, /shiftDown\.images\.concurrency/],
    [
      { goldenImages: { locations: [{ type: 'ftp', target: 'x' }] } },
      /shiftDown\.goldenImages\.locations\.0\.type/,
    ],
    [{ supplyChain: { signatures: 'all' } }, /shiftDown\.supplyChain/],
  ])('refuses %j', (shiftDown, message) => {
    expect(() => read(shiftDown)).toThrow(message);
  });
});
