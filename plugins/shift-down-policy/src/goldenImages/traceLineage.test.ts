import * as fc from 'fast-check';
import type { Lineage } from '@shift-down/plugin-shift-down-common';
import {
  catalogueOf,
  digestOf,
  EMPTY_LAYER,
  factsOf,
  golden,
  layers,
  platformImage,
  release,
  running,
} from './__testUtils__/catalogue';
import { createGoldenIndex } from './createGoldenIndex';
import { traceLineage } from './traceLineage';
import type { GoldenCatalogue } from './types';

const CATALOGUE = catalogueOf({
  '22.11.0': layers('debian', 'node-0'),
  '22.11.2': layers('debian', 'node-2'),
});

const INDEX = createGoldenIndex(CATALOGUE);

function onRelease(
  version: string,
  evidence: 'release' | 'layers' | 'provenance' | 'patched',
  baseLayers = 2,
): Lineage {
  return {
    state: 'golden',
    release: { image: 'node', version },
    alternatives: [],
    evidence,
    baseLayers,
  };
}

it.each([
  ['its layers on top', layers('debian', 'node-2', 'app')],
  ['nothing but settings on top', layers('debian', 'node-2')],
])('knows an image with %s', (_, diffIds) => {
  expect(traceLineage(running(diffIds), undefined, INDEX)).toEqual(
    onRelease('22.11.2', 'layers'),
  );
});

it('knows the release itself by the digest of its index, its manifest or its declaration', () => {
  const declared = digestOf('declared');
  const index = createGoldenIndex({
    images: [
      golden({
        releases: [release('1.0.0', { digests: { 'linux/arm64': declared } })],
      }),
    ],
    facts: [factsOf('node', '1.0.0', layers('a', 'b'))],
  });
  const [facts] = [factsOf('node', '1.0.0', layers('a', 'b'))];
  for (const digest of [facts.digest!, facts.platforms[0].digest, declared]) {
    expect(
      traceLineage({ ...running(layers('x', 'y')), digest }, undefined, index),
    ).toEqual(onRelease('1.0.0', 'release'));
  }
});

it('chooses the release with the most layers', () => {
  const index = createGoldenIndex(
    catalogueOf({
      debian: layers('debian'),
      node: layers('debian', 'node'),
      other: layers('debian', 'other', 'more'),
    }),
  );
  expect(
    traceLineage(running(layers('debian', 'node', 'app')), undefined, index),
  ).toEqual(onRelease('node', 'layers'));
});

it('names all releases with the same layers, newest first', () => {
  const index = createGoldenIndex(
    catalogueOf({
      '1.0.0': layers('a'),
      '1.2.0': layers('a'),
      '1.1.0': layers('a'),
    }),
  );
  expect(
    traceLineage(running(layers('a', 'app')), undefined, index),
  ).toMatchObject({
    release: { version: '1.2.0' },
    alternatives: [{ version: '1.1.0' }, { version: '1.0.0' }],
  });
});

it('does not take part of a release for the release', () => {
  expect(
    traceLineage(running(layers('debian', 'app')), undefined, INDEX),
  ).toEqual({
    state: 'not-golden',
    reason: 'It begins with the layers of no release of a golden image.',
  });
});

describe('provenance', () => {
  const digest = CATALOGUE.facts[1].digest!;
  const material = { uri: 'pkg:docker/node@22.11.2', digest };
  const built = running(layers('debian', 'node-2', 'app'));

  it('confirms what the layers say', () => {
    const provenance = { state: 'verified' as const, materials: [material] };
    expect(traceLineage(built, undefined, INDEX, provenance)).toEqual(
      onRelease('22.11.2', 'provenance'),
    );
  });

  it('chooses between releases with the same layers', () => {
    const catalogue = catalogueOf({
      '1.0.0': layers('a'),
      '1.1.0': layers('a'),
    });
    const provenance = {
      state: 'verified' as const,
      materials: [{ uri: '', digest: catalogue.facts[0].digest! }],
    };
    expect(
      traceLineage(
        running(layers('a', 'app')),
        undefined,
        createGoldenIndex(catalogue),
        provenance,
      ),
    ).toEqual(onRelease('1.0.0', 'provenance', 1));
  });

  it.each(['unverified', 'absent', 'unset', 'unknown'] as const)(
    'counts for nothing while it is %s',
    state => {
      const provenance = { state, materials: [material] };
      expect(traceLineage(built, undefined, INDEX, provenance)).toEqual(
        onRelease('22.11.2', 'layers'),
      );
      expect(
        traceLineage(running(layers('x', 'y')), undefined, INDEX, provenance),
      ).toMatchObject({ state: 'not-golden' });
    },
  );

  it('makes nothing golden by itself, for it names the images of all stages', () => {
    const provenance = { state: 'verified' as const, materials: [material] };
    expect(
      traceLineage(running(layers('x', 'y')), undefined, INDEX, provenance),
    ).toEqual({
      state: 'unknown',
      reason:
        'Its signed provenance names node 22.11.2 among what it was built from, but it shares no layers with any of its releases: it may have been squashed or built anew.',
    });
  });

  it.each([
    'pkg:docker/registry.example.com/golden/node@22?platform=linux%2Famd64',
    'pkg:oci/node?repository_url=registry.example.com/golden/node',
    'docker://registry.example.com/golden/node:22',
  ])('knows a golden repository in %s', uri => {
    const provenance = {
      state: 'verified' as const,
      materials: [{ uri, digest: digestOf('old') }],
    };
    expect(
      traceLineage(running(layers('x', 'y')), undefined, INDEX, provenance),
    ).toMatchObject({ state: 'unknown' });
  });
});

describe('what an image says of its base itself', () => {
  const NAME = 'org.opencontainers.image.base.name';
  const DIGEST = 'org.opencontainers.image.base.digest';

  it('is a hint, and no more', () => {
    const annotations = {
      [NAME]: 'registry.example.com/golden/node:22',
      [DIGEST]: digestOf('node 22.11.2'),
    };
    expect(
      traceLineage(
        running(layers('x', 'y'), { annotations }),
        undefined,
        INDEX,
      ),
    ).toEqual({
      state: 'unknown',
      reason:
        'It says itself that it is built on node 22.11.2, but it shares no layers with any of its releases: it may have been squashed or built anew.',
      hint: `registry.example.com/golden/node:22@${digestOf('node 22.11.2')}`,
    });
  });

  it('doesn’t make an image with other layers look better than it is', () => {
    const annotations = { [NAME]: 'registry.example.com/golden/node:22.11.2' };
    expect(
      traceLineage(
        running(layers('debian', 'node-0', 'app'), { annotations }),
        undefined,
        INDEX,
      ),
    ).toEqual(onRelease('22.11.0', 'layers'));
  });

  it('stands beside the verdict where it names no golden image', () => {
    const annotations = { [NAME]: 'docker.io/library/alpine:3' };
    expect(
      traceLineage(
        running(layers('x', 'y'), { annotations }),
        undefined,
        INDEX,
      ),
    ).toMatchObject({
      state: 'not-golden',
      hint: 'docker.io/library/alpine:3',
    });
  });
});

describe('an image that Copacetic has patched', () => {
  const annotations = { 'sh.copa.image.patched': '2026-11-20T00:00:00Z' };
  const patched = layers('debian', 'node-0', 'patch');

  it('is the release with patches on top, by its annotation or tag', () => {
    expect(
      traceLineage(running(patched, { annotations }), undefined, INDEX),
    ).toEqual(onRelease('22.11.0', 'patched'));
    expect(
      traceLineage(
        running(patched),
        undefined,
        INDEX,
        undefined,
        '22.11.0-patched-1',
      ),
    ).toEqual(onRelease('22.11.0', 'patched'));
  });

  it('is built on the release if there is more on top than the patch', () => {
    expect(
      traceLineage(
        running([...patched, ...layers('app')], { annotations }),
        undefined,
        INDEX,
      ),
    ).toEqual(onRelease('22.11.0', 'layers'));
  });

  it('is no release at all if it has not all layers of one', () => {
    expect(
      traceLineage(
        running(layers('debian', 'patch'), { annotations }),
        undefined,
        INDEX,
      ),
    ).toMatchObject({ state: 'not-golden' });
  });
});

describe('layers without a file', () => {
  it('are shared by everything, and prove nothing', () => {
    const index = createGoldenIndex(
      catalogueOf({ nothing: [EMPTY_LAYER], none: [] }),
    );
    expect(
      traceLineage(
        running([EMPTY_LAYER, ...layers('x', 'y')]),
        undefined,
        index,
      ),
    ).toMatchObject({ state: 'not-golden' });
  });

  it('neither join nor part an image and its base', () => {
    const [debian, node, app] = layers('debian', 'node-2', 'app');
    expect(
      traceLineage(
        running([debian, EMPTY_LAYER, node, EMPTY_LAYER, app]),
        undefined,
        INDEX,
      ),
    ).toEqual(onRelease('22.11.2', 'layers', 3));
  });
});

it('compares the same layer again where it is there twice', () => {
  const index = createGoldenIndex(catalogueOf({ '1.0.0': layers('a', 'a') }));
  expect(
    traceLineage(running(layers('a', 'a', 'app')), undefined, index),
  ).toEqual(onRelease('1.0.0', 'layers'));
  expect(
    traceLineage(running(layers('a', 'b', 'a')), undefined, index),
  ).toMatchObject({ state: 'not-golden' });
});

describe('platforms', () => {
  const amd = platformImage(layers('debian', 'node-2', 'app'));
  const arm = platformImage(layers('arm', 'node-arm', 'app'), {
    platform: 'linux/arm64/v8',
  });
  const image = {
    ...running([]),
    digest: digestOf('index'),
    isIndex: true,
    platforms: [amd, arm],
  };
  const [first, second] = CATALOGUE.facts;
  const armRelease = platformImage(layers('arm', 'node-arm'), {
    platform: 'linux/arm64',
  });

  function indexWith(version: string) {
    return createGoldenIndex({
      ...CATALOGUE,
      facts: [first, second].map(facts =>
        facts.version === version
          ? { ...facts, platforms: [...facts.platforms, armRelease] }
          : facts,
      ),
    });
  }

  it('are compared each with its own', () => {
    const crossed = { ...amd, platform: 'linux/arm64' };
    expect(
      traceLineage({ ...image, platforms: [crossed] }, undefined, INDEX),
    ).toMatchObject({ state: 'not-golden' });
  });

  it.each([
    ['its digest', arm.digest],
    ['its name', 'linux/arm64'],
  ])('are chosen by %s', (_, platform) => {
    expect(traceLineage(image, platform, indexWith('22.11.0'))).toEqual(
      onRelease('22.11.0', 'layers'),
    );
  });

  it.each([undefined, image.digest])(
    'have to agree if none is chosen (%s)',
    platform => {
      expect(traceLineage(image, platform, indexWith('22.11.2'))).toEqual(
        onRelease('22.11.2', 'layers'),
      );
      expect(traceLineage(image, platform, indexWith('22.11.0'))).toEqual({
        state: 'unknown',
        reason:
          'Its platforms differ: linux/amd64 is built on node 22.11.2, linux/arm64/v8 is built on node 22.11.0.',
      });
    },
  );

  it('are unknown where the image has none of that name', () => {
    expect(traceLineage(image, 'linux/s390x', INDEX)).toEqual({
      state: 'unknown',
      reason:
        'It has no image for linux/s390x, only for linux/amd64, linux/arm64/v8.',
    });
  });
});

describe('nothing is said to be not golden', () => {
  const foreign = running(layers('x', 'y'));

  it.each<[string, GoldenCatalogue, string]>([
    [
      'without golden images',
      { images: [], facts: [] },
      'No golden images are declared to compare it with.',
    ],
    [
      'where files could not be read',
      { ...CATALOGUE, problem: 'golden/java.yaml can’t be read.' },
      'Not all golden images are known, and it may be built on one of the others: golden/java.yaml can’t be read.',
    ],
    [
      'where the layers of a release could not be read',
      {
        ...CATALOGUE,
        facts: [
          CATALOGUE.facts[0],
          {
            image: 'node',
            version: '22.11.2',
            platforms: [],
            problem: 'The registry is down.',
          },
        ],
      },
      'The layers of node 22.11.2 are not known, and it may be built on that: The registry is down.',
    ],
    [
      'where a release was not looked at yet',
      { ...CATALOGUE, facts: [] },
      'The layers of node 22.11.2 (and of 1 more releases) are not known, and it may be built on that',
    ],
  ])('%s', (_, catalogue, reason) => {
    expect(
      traceLineage(foreign, undefined, createGoldenIndex(catalogue)),
    ).toEqual({ state: 'unknown', reason });
  });

  it('where all of it is one layer', () => {
    expect(
      traceLineage(running(layers('all')), undefined, INDEX),
    ).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('single layer'),
    });
  });

  it('where it has no layers or no platform', () => {
    expect(traceLineage(running([]), undefined, INDEX).state).toBe('unknown');
    expect(
      traceLineage({ ...foreign, platforms: [] }, undefined, INDEX).state,
    ).toBe('unknown');
  });

  it('though what is golden is still known', () => {
    const index = createGoldenIndex({ ...CATALOGUE, problem: 'Some failed.' });
    expect(
      traceLineage(
        running(layers('debian', 'node-2', 'app')),
        undefined,
        index,
      ),
    ).toEqual(onRelease('22.11.2', 'layers'));
  });
});

it('finds what comparing with every release finds', () => {
  const stack = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat({ max: 99 }), { minLength: 1, maxLength: 12 }),
      fc.array(stack, { minLength: 12, maxLength: 12 }),
      stack,
      (numbers, stacks, image) => {
        const releases = Object.fromEntries(
          numbers.map((number, index) => [
            `1.0.${number}`,
            layers(...stacks[index]),
          ]),
        );
        const diffIds = layers(...image);
        const found = createGoldenIndex(catalogueOf(releases)).byLayers(
          diffIds,
          'linux/amd64',
        );

        const prefixes = Object.entries(releases).filter(
          ([, own]) =>
            own.length > 0 && own.every((layer, at) => layer === diffIds[at]),
        );
        const longest = Math.max(0, ...prefixes.map(([, own]) => own.length));
        const expected = prefixes
          .filter(([, own]) => own.length === longest)
          .map(([version]) => version)
          .sort((a, b) => Number(b.slice(4)) - Number(a.slice(4)));

        expect(found?.releases.map(({ version }) => version) ?? []).toEqual(
          expected,
        );
        expect(found?.layers ?? 0).toBe(longest);
      },
    ),
  );
});

it('never says not golden of what has the layers of a release below it', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(names, names, (base, app) => {
      const index = createGoldenIndex(
        catalogueOf({ '1.0.0': layers(...base) }),
      );
      const image = running(layers(...base, ...app));
      expect(traceLineage(image, undefined, index).state).toBe('golden');
    }),
  );
});
