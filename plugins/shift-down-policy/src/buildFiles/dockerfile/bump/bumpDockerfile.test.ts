import fc from 'fast-check';
import { bumpDockerfile } from './bumpDockerfile';
import type { DockerfileBump } from './types';

const OLD = `sha256:${'a'.repeat(64)}`;
const NEW = `sha256:${'b'.repeat(64)}`;
const OTHER = `sha256:${'c'.repeat(64)}`;
const BUMP: DockerfileBump = {
  repository: 'registry.example/golden/node',
  to: { version: '22.9.0', digest: NEW },
};
const G = 'registry.example/golden/node';
const MOVED = `${G}:22.9.0@${NEW}`;

/** What, the text before, and the text after. */
const moved: [string, string, string, Partial<DockerfileBump>?][] = [
  ['tag and digest', `FROM ${G}:22.1.0@${OLD}\n`, `FROM ${MOVED}\n`],
  ['a tag, and pins it', `FROM ${G}:22.1.0`, `FROM ${MOVED}`],
  ['what has no tag', `FROM ${G}\nRUN x`, `FROM ${MOVED}\nRUN x`],
  ['a digest without a tag', `FROM ${G}@${OLD}`, `FROM ${G}@${NEW}`],
  [
    'with platform, alias, casing and odd spaces',
    `from  --platform=$BUILDPLATFORM   ${G}:22.1.0@${OLD}\tas  Build  \r\nrun make # not a comment\r\n`,
    `from  --platform=$BUILDPLATFORM   ${MOVED}\tas  Build  \r\nrun make # not a comment\r\n`,
  ],
  [
    'in all stages, and leaves others',
    `# the build\nFROM ${G}:22.1.0 AS build\nFROM debian:12 AS tools\nFROM build AS test\nFROM ${G}:21.0.0@${OLD}\nCOPY --from=build /a /a\nCOPY --from=${G}:22.1.0 /b /b\nRUN --mount=type=bind,from=${G}:22.1.0,target=/x true\n`,
    `# the build\nFROM ${MOVED} AS build\nFROM debian:12 AS tools\nFROM build AS test\nFROM ${MOVED}\nCOPY --from=build /a /a\nCOPY --from=${MOVED} /b /b\nRUN --mount=type=bind,from=${MOVED},target=/x true\n`,
  ],
  [
    'a base given by ARG',
    `ARG BASE=${G}:22.1.0@${OLD} # pinned\nFROM \${BASE} AS a\nFROM $BASE\n`,
    `ARG BASE=${MOVED} # pinned\nFROM \${BASE} AS a\nFROM $BASE\n`,
  ],
  [
    'a quoted ARG',
    `ARG BASE="${G}:22.1.0"\nFROM \${BASE}`,
    `ARG BASE="${MOVED}"\nFROM \${BASE}`,
  ],
  [
    'tag and digest in variables of their own',
    `ARG TAG=22.1.0\nARG DIGEST=${OLD}\nFROM ${G}:\${TAG}@\${DIGEST}\n`,
    `ARG TAG=22.9.0\nARG DIGEST=${NEW}\nFROM ${G}:\${TAG}@\${DIGEST}\n`,
  ],
  [
    'two variables of one ARG',
    `ARG TAG=22.1.0 DIGEST='${OLD}'\nFROM ${G}:\${TAG}@\${DIGEST}\n`,
    `ARG TAG=22.9.0 DIGEST='${NEW}'\nFROM ${G}:\${TAG}@\${DIGEST}\n`,
  ],
  [
    'a tag in a variable, and pins it there',
    `ARG TAG=22.1.0\nFROM ${G}:$TAG\n`,
    `ARG TAG=22.9.0@${NEW}\nFROM ${G}:$TAG\n`,
  ],
  [
    'a registry in a variable',
    `ARG REGISTRY=registry.example\nFROM $REGISTRY/golden/node:22.1.0\n`,
    `ARG REGISTRY=registry.example\nFROM $REGISTRY/golden/node:22.9.0@${NEW}\n`,
  ],
  [
    'a variable made of another',
    `ARG TAG=22.1.0\nARG BASE=${G}:\${TAG}@${OLD}\nFROM \${BASE}\n`,
    `ARG TAG=22.9.0\nARG BASE=${G}:\${TAG}@${NEW}\nFROM \${BASE}\n`,
  ],
  [
    'a version between text that stays',
    `ARG VERSION=22.1.0\nFROM ${G}:v\${VERSION}-slim@${OLD}\n`,
    `ARG VERSION=22.9.0\nFROM ${G}:v\${VERSION}-slim@${NEW}\n`,
    { to: { version: '22.9.0', tag: 'v22.9.0-slim', digest: NEW } },
  ],
  [
    'on continued lines',
    `FROM \\\n  # here\n  ${G}:22.1.0 \\\n  AS app\nRUN a \\\n  b\n`,
    `FROM \\\n  # here\n  ${MOVED} \\\n  AS app\nRUN a \\\n  b\n`,
  ],
  [
    'with another escape character',
    `# escape=\`\nFROM ${G}:22.1.0\nRUN dir C:\\ \`\n  /b\n`,
    `# escape=\`\nFROM ${MOVED}\nRUN dir C:\\ \`\n  /b\n`,
  ],
  [
    'beside a heredoc that speaks of it',
    `FROM ${G}:22.1.0\nRUN <<EOF\nFROM ${G}:22.1.0\nEOF\nCOPY <<X /x\nFROM ${G}:22.1.0\nX\n`,
    `FROM ${MOVED}\nRUN <<EOF\nFROM ${G}:22.1.0\nEOF\nCOPY <<X /x\nFROM ${G}:22.1.0\nX\n`,
  ],
  [
    "under Docker Hub's short name",
    'FROM node:22.1.0\n',
    `FROM node:22.9.0@${NEW}\n`,
    { repository: 'docker.io/library/node' },
  ],
  [
    'a registry with a port',
    'FROM localhost:5000/node\n',
    `FROM localhost:5000/node:22.9.0@${NEW}\n`,
    { repository: 'localhost:5000/node' },
  ],
  [
    'only the releases to leave',
    `FROM ${G}:22.1.0 AS a\nFROM ${G}:20.1.0 AS b\nFROM ${G}@${OLD} AS c\nFROM ${G}@${OTHER}\n`,
    `FROM ${MOVED} AS a\nFROM ${G}:20.1.0 AS b\nFROM ${G}@${NEW} AS c\nFROM ${G}@${OTHER}\n`,
    { from: { tags: ['22.1.0'], digests: [OLD] } },
  ],
];

describe('bumpDockerfile moves', () => {
  it.each(moved)('%s', (...[, before, after, bump]) => {
    const result = bumpDockerfile(before, { ...BUMP, ...bump });
    expect(result.problems).toEqual([]);
    expect(result.text).toBe(after);
    expect(result.changes.length).toBeGreaterThan(0);
    expect(bumpDockerfile(after, { ...BUMP, ...bump })).toMatchObject({
      text: after,
      changes: [],
      problems: [],
    });
  });

  it('says where, from what and to what', () => {
    expect(
      bumpDockerfile(`ARG T=22.1.0\n\nFROM ${G}:$T\nFROM ${G}:1`, {
        ...BUMP,
        from: { tags: ['22.1.0'] },
      }),
    ).toMatchObject({
      changes: [{ line: 3, from: `${G}:22.1.0`, to: MOVED }],
      others: [{ line: 4, reference: `${G}:1` }],
    });
  });
});

/** What, the text, a word of the reason, and what else. */
const refused: [string, string, string, Partial<DockerfileBump>?][] = [
  [
    'a variable that another image needs, too',
    `ARG TAG=22.1.0\nFROM ${G}:$TAG AS a\nFROM other:$TAG\n`,
    'line 3',
  ],
  [
    'a variable that a stage takes over',
    `ARG TAG=22.1.0\nFROM ${G}:$TAG\nARG TAG\nLABEL version=$TAG\n`,
    'ARG TAG',
  ],
  [
    'a variable with an operator',
    `ARG TAG\nFROM ${G}:\${TAG:-22.1.0}\n`,
    'depends on TAG',
  ],
  [
    'a variable with an operator and a value',
    `ARG TAG=22.1.0\nFROM ${G}:\${TAG:-22.0.0}\n`,
    'more than the value',
  ],
  ['a variable without a value', `ARG TAG\nFROM ${G}:$TAG\n`, 'TAG'],
  ['a whole base without a value', 'ARG BASE\nFROM $BASE\n', 'BASE'],
  [
    'a value that the build gives',
    `ARG TAG=1\nFROM ${G}:$TAG\n`,
    'the build gives',
    { buildArguments: { TAG: '22.1.0' } },
  ],
  [
    'a variable that is given twice',
    `ARG TAG=1\nARG TAG=22.1.0\nFROM ${G}:$TAG\n`,
    'exactly once',
  ],
  [
    'a tag of several variables that cannot be told apart',
    `ARG A=22\nARG B=.1.0\nFROM ${G}:$A$B\n`,
    'several parts',
  ],
  [
    'a reference that ends too early',
    `ARG BASE="${G}:$TAG"\nARG TAG=22.1.0\nFROM $BASE\n`,
    'no whole reference',
  ],
  [
    'a variable where builders take none',
    `FROM scratch\nARG TAG=22.1.0\nCOPY --from=${G}:$TAG /a /a\n`,
    'not every builder',
  ],
];

describe('bumpDockerfile leaves, with a reason,', () => {
  it.each(refused)('%s', (...[, text, reason, bump]) => {
    const result = bumpDockerfile(text, { ...BUMP, ...bump });
    expect(result.text).toBe(text);
    expect(result.changes).toEqual([]);
    expect(result.problems).toEqual([
      expect.objectContaining({ reason: expect.stringContaining(reason) }),
    ]);
  });

  it.each([
    ['another image', 'FROM debian:12\nFROM scratch\n'],
    ['an unknown image of another repository', 'ARG T\nFROM debian:$T\n'],
    ['another path of the registry', `FROM ${G}js:22.1.0\nFROM ${G}/x:1\n`],
    ['no Dockerfile at all', 'hello\n\u0000'],
    ['the release itself', `FROM ${MOVED}\n`],
  ])('and without one %s', (_, text) => {
    expect(bumpDockerfile(text, BUMP)).toMatchObject({
      text,
      changes: [],
      problems: [],
    });
  });
});

describe('bumpDockerfile on any text', () => {
  const line = fc.oneof(
    fc.constantFrom(
      `FROM ${G}:22.1.0`,
      `FROM ${G}:22.1.0@${OLD} AS build`,
      'FROM build',
      'FROM $BASE',
      'FROM ${BASE} AS app',
      `FROM ${G}:\${TAG}`,
      'FROM other:$TAG',
      `ARG BASE=${G}:22.1.0`,
      `ARG BASE="${G}:$TAG"`,
      'ARG TAG=22.1.0',
      'ARG TAG',
      `COPY --from=${G}:22.1.0 a b`,
      'COPY --from=build a b',
      'RUN a \\',
      'RUN <<EOF',
      'EOF',
      '# escape=`',
      '  # a comment \\',
      'ONBUILD RUN x',
      '',
    ),
    fc.string({ maxLength: 30 }),
  );
  const file = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
    .map(([lines, end]) => lines.join(end));

  it('changes nothing but what it names, and nothing more the second time', () => {
    fc.assert(
      fc.property(file, text => {
        const once = bumpDockerfile(text, BUMP);
        const twice = bumpDockerfile(once.text, BUMP);
        expect(twice.text).toBe(once.text);
        expect(twice.changes).toEqual([]);
        expect(once.text === text).toBe(once.changes.length === 0);
        // All that went in is tag and digest of the release.
        const strip = (it: string) =>
          it
            .replaceAll(`@${NEW}`, '')
            .replaceAll(`@${OLD}`, '')
            .replaceAll(':22.9.0', ':22.1.0')
            .replaceAll('ARG TAG=22.9.0', 'ARG TAG=22.1.0');
        expect(strip(once.text)).toBe(strip(text));
      }),
      { numRuns: 500 },
    );
  });
});
