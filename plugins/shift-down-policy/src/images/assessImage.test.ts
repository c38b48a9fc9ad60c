import type { ImageEvidence } from '@shift-down/plugin-shift-down-common';
import { createGoldenIndex } from '../goldenImages/createGoldenIndex';
import type { GoldenImage } from '../goldenImages/types';
import { NO_TRUST } from '../supplyChain/config';
import { assessImage } from './assessImage';

const digest = (name: string) =>
  `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}`;

function image(...layers: string[]): ImageEvidence {
  return {
    repository: 'registry.example/shop/api',
    digest: digest(layers.join('-')),
    isIndex: false,
    platforms: [
      {
        digest: digest(layers.join('-')),
        platform: 'linux/amd64',
        diffIds: layers.map(digest),
        layers: layers.map((it, index) => ({
          digest: digest(`blob-${it}`),
          size: 100 * (index + 1),
        })),
        annotations: {},
      },
    ],
    attachments: [],
  };
}

const golden: GoldenImage = {
  name: 'node',
  owner: 'group:default/platform',
  repository: 'registry.example/golden/node',
  channels: [{ name: '22' }],
  releases: [
    {
      version: '22.1',
      channel: '22',
      released: '2026-01-01',
      supportedUntil: '2026-12-31',
      digests: {},
      declared: true,
    },
  ],
  vex: [],
  location: 'node.yaml',
};

const index = createGoldenIndex({
  images: [golden],
  facts: [
    {
      image: 'node',
      version: '22.1',
      platforms: image('os', 'node').platforms,
    },
  ],
});
const judge = (evidence: ImageEvidence, now = '2026-06-01T00:00:00.000Z') =>
  assessImage(evidence, { index, trust: NO_TRUST, now: new Date(now) })
    .assessment;

describe('assessImage', () => {
  it('tells the golden layers from those of the application', () => {
    const { layers, lineage, status } = judge(image('os', 'node', 'api'));
    expect(lineage).toMatchObject({
      state: 'golden',
      release: { image: 'node', version: '22.1' },
      baseLayers: 2,
    });
    expect(status).toEqual({ state: 'current' });
    expect(layers.map(it => [it.size, it.isBase])).toEqual([
      [100, true],
      [200, true],
      [300, false],
    ]);
  });

  it('is another one when the support of its release has ended', () => {
    const evidence = image('os', 'node', 'api');
    const { validUntil } = judge(evidence);
    expect(validUntil).toBe('2027-01-01T00:00:00.000Z');
    expect(judge(evidence, validUntil).status).toMatchObject({
      state: 'out-of-support',
    });
  });

  it('knows no golden layers of what is not golden', () => {
    const { layers, lineage } = judge(image('alpine', 'api'));
    expect(lineage.state).toBe('not-golden');
    expect(layers.some(it => it.isBase)).toBe(false);
  });

  it('expects nothing of anybody without trust', () => {
    const { provenance, signature } = judge(image('os'));
    expect(signature.state).toBe('unset');
    expect(provenance.state).toBe('unset');
  });
});
