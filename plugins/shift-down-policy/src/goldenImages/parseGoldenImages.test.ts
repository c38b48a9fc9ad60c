import { joinGoldenImages, parseGoldenImages } from './parseGoldenImages';

const MINIMAL = `
apiVersion: shift-down.io/v1alpha1
kind: GoldenImage
metadata: { name: node }
spec:
  owner: platform
  repository: registry.example.com/golden/node
  channels: [{ name: "22" }]
`;

const FULL = `
apiVersion: shift-down.io/v1alpha1
kind: GoldenImage
metadata:
  name: node-22
  title: Node.js 22
  description: For services in JavaScript
spec:
  owner: group:default/platform
  system: golden-path
  repository: node
  channels:
    - { name: 22-lts, description: Until 2027, supportDays: 180 }
    - { name: 24-lts }
  releases:
    - version: 22.11.2
      channel: 22-lts
      released: 2026-10-01
      supportedUntil: 2027-04-30
      tag: 22.11.2-bookworm
      digests:
        index: sha256:${'a'.repeat(64)}
        linux/arm64/v8: sha256:${'b'.repeat(64)}
      report: reports/22.11.2.json
  discovery: { rule: semver, pattern: '(?P<version>22\\..*)-bookworm' }
  retired: { since: 2027-05-01, replacement: node-24 }
  vex: [vex/openssl.openvex.json]
`;

function parse(text: string) {
  return parseGoldenImages(text, 'golden.yaml');
}

it('reads all that can be said', () => {
  expect(parse(FULL)).toEqual({
    problems: [],
    isComplete: true,
    images: [
      {
        name: 'node-22',
        title: 'Node.js 22',
        description: 'For services in JavaScript',
        owner: 'group:default/platform',
        system: 'system:default/golden-path',
        repository: 'docker.io/library/node',
        channels: [
          { name: '22-lts', description: 'Until 2027', supportDays: 180 },
          { name: '24-lts' },
        ],
        releases: [
          {
            version: '22.11.2',
            channel: '22-lts',
            released: '2026-10-01',
            supportedUntil: '2027-04-30',
            tag: '22.11.2-bookworm',
            digests: {
              index: `sha256:${'a'.repeat(64)}`,
              'linux/arm64/v8': `sha256:${'b'.repeat(64)}`,
            },
            report: 'reports/22.11.2.json',
            declared: true,
          },
        ],
        discovery: {
          rule: 'semver',
          pattern: '(?P<version>22\\..*)-bookworm',
        },
        retired: { since: '2027-05-01', replacement: 'node-24' },
        vex: ['vex/openssl.openvex.json'],
        location: 'golden.yaml',
      },
    ],
  });
});

it.each([
  ['platform', 'group:default/platform'],
  ['Group:Platform', 'group:default/platform'],
  ['infra/platform', 'group:infra/platform'],
  ['group:infra/platform', 'group:infra/platform'],
])('reads the owner %s as %s', (written, ref) => {
  const { images } = parse(
    MINIMAL.replace('owner: platform', `owner: ${written}`),
  );
  expect(images[0].owner).toBe(ref);
});

it.each<[string, (text: string) => string, string]>([
  [
    'a field nobody knows',
    text => text.replace('spec:', 'spec:\n  chanels: []'),
    "golden.yaml: node: spec: doesn’t know 'chanels'",
  ],
  [
    'a repository with a tag',
    text => text.replace('golden/node', 'golden/node:22'),
    'golden.yaml: node: spec.repository: must be registry and path, without a tag or digest',
  ],
  [
    'no channel',
    text => text.replace('[{ name: "22" }]', '[]'),
    'golden.yaml: node: spec.channels: must name at least one channel',
  ],
  [
    'a channel twice',
    text =>
      text.replace('[{ name: "22" }]', '[{ name: "22" }, { name: "22" }]'),
    "golden.yaml: node: spec.channels.1.name: '22' is there twice",
  ],
  [
    'a version that YAML takes for a number',
    text => `${text}  releases: [{ version: 22.10 }]\n`,
    'golden.yaml: node: spec.releases.0.version: must be a text: put it in quotes',
  ],
  [
    'a version twice',
    text => `${text}  releases: [{ version: 1.0.0 }, { version: 1.0.0 }]\n`,
    "golden.yaml: node: spec.releases.1.version: '1.0.0' is there twice",
  ],
  [
    'a release of another channel',
    text => `${text}  releases: [{ version: 1.0.0, channel: lts }]\n`,
    "golden.yaml: node: spec.releases.0.channel: 'lts' is none of the channels ('22')",
  ],
  [
    'support that ends before it begins',
    text =>
      `${text}  releases: [{ version: 1.0.0, released: 2026-02-01, supportedUntil: 2026-01-01 }]\n`,
    'golden.yaml: node: spec.releases.0.supportedUntil: 2026-01-01 is before it was released (2026-02-01)',
  ],
  [
    'a day that is none',
    text => `${text}  releases: [{ version: 1.0.0, released: 2026-02-30 }]\n`,
    'golden.yaml: node: spec.releases.0.released: must be a date such as 2026-11-22',
  ],
  [
    'a digest cut short',
    text =>
      `${text}  releases: [{ version: 1.0.0, digests: { index: sha256:abc } }]\n`,
    'golden.yaml: node: spec.releases.0.digests.index: must be a digest such as sha256:… with 64 hexadecimal digits',
  ],
  [
    'a pattern that is none',
    text => `${text}  discovery: { rule: semver, pattern: "(" }\n`,
    'golden.yaml: node: spec.discovery.pattern: is not a regular expression of RE2',
  ],
  [
    'a replacement by itself',
    text => `${text}  retired: { replacement: node }\n`,
    'golden.yaml: node: spec.retired.replacement: must be another golden image',
  ],
  [
    'a name with capitals',
    text => text.replace('name: node', 'name: Node'),
    'golden.yaml: Node: metadata.name: must be up to 63 lower-case letters, digits and dashes, and begin and end with a letter or digit',
  ],
  [
    'another version of the format',
    text => text.replace('v1alpha1', 'v2'),
    "golden.yaml: node: apiVersion: must be 'shift-down.io/v1alpha1'",
  ],
])('refuses %s', (_, change, problem) => {
  expect(parse(change(MINIMAL))).toEqual({
    images: [],
    problems: [problem],
    isComplete: false,
  });
});

it.each([
  '../secrets.json',
  '/etc/passwd',
  'a/../../b',
  'https://elsewhere.example.com/vex.json',
  'a\\b',
  'a//b',
])('refuses to read %s beside its file', path => {
  const { problems } = parse(`${MINIMAL}  vex: ['${path}']\n`);
  expect(problems).toEqual([
    'golden.yaml: node: spec.vex.0: must be a path below the folder of this file, with no ..',
  ]);
});

it('goes on after a document that is wrong, and names it', () => {
  const { images, problems, isComplete } = parse(
    [
      MINIMAL,
      'a: [',
      MINIMAL.replace('name: node', 'name: java').replace('owner:', 'oner:'),
      MINIMAL.replace('name: node', 'name: go'),
    ].join('\n---\n'),
  );
  expect(images.map(({ name }) => name)).toEqual(['node', 'go']);
  expect(problems).toEqual([
    expect.stringMatching(/^golden\.yaml, document 2: is no YAML: /),
    expect.stringMatching(/^golden\.yaml, document 3: java: spec\.owner: /),
    "golden.yaml, document 3: java: spec: doesn’t know 'oner'",
  ]);
  expect(isComplete).toBe(false);
});

it.each(['', '---\n---\n', '# nothing\n'])('reads %j as nothing', text => {
  expect(parse(text)).toEqual({ images: [], problems: [], isComplete: true });
});

it('leaves objects of others alone, which may lie in the same folder', () => {
  const component = 'apiVersion: backstage.io/v1alpha1\nkind: Component\n';
  expect(parse(`${component}---${MINIMAL}`)).toMatchObject({
    images: [{ name: 'node' }],
    problems: [],
    isComplete: true,
  });
});

it('does not follow aliases without end', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...['b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => {
      const before = 'abcdef'[index];
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
    }),
  ].join('\n');
  expect(parse(bomb).problems).toEqual([
    expect.stringContaining('golden.yaml: is no YAML'),
  ]);
});

it('counts the first of two with one name', () => {
  const first = parseGoldenImages(MINIMAL, 'a.yaml');
  const second = parseGoldenImages(MINIMAL, 'b.yaml');
  const { images, problems } = joinGoldenImages([first, second]);
  expect(images.map(({ location }) => location)).toEqual(['a.yaml']);
  expect(problems).toEqual([
    "b.yaml: the golden image 'node' is declared in a.yaml already, and only that counts",
  ]);
});
