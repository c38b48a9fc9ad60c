import { anImage } from '../../__testUtils__/fixtures';
import { findImage, imageKey } from './key';

describe('the name of an image in the URL', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const tagged = anImage({ digest: undefined, tag: '1.4.3' });
  const images = [anImage({ digest }), tagged];

  it.each([
    [`${images[0].repository}@${digest}`, images[0]],
    [`${images[0].repository}:1.4.3`, tagged],
    [images[0].repository, images[0]],
    ['registry.example.com/other', undefined],
    [undefined, undefined],
  ])('%s', (key, image) => {
    expect(findImage(images, key)).toBe(image);
  });

  it('is the repository alone where nothing else is known', () => {
    expect(imageKey({ repository: 'a.example/b' })).toBe('a.example/b');
  });
});
