import { evaluateDockerfile } from './evaluateDockerfile';
import type { DockerfileOptions } from './options';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const GOLDEN: DockerfileOptions = {
  goldenImages: [
    { repository: 'registry.example.com/golden/*' },
    { repository: 'registry.example.com/base/node', runsAsNonRoot: true },
    { repository: 'registry.example.com/base/legacy', runsAsNonRoot: false },
  ],
};

function check(rule: string, text: string, options?: DockerfileOptions) {
  const found = evaluateDockerfile(text, options).find(
    finding => finding.rule === rule,
  );
  if (!found) {
    throw new Error(`There is no check ${rule}`);
  }
  return found;
}

describe('every check', () => {
  it('is there once, in a fixed order', () => {
    expect(evaluateDockerfile('FROM scratch').map(({ rule }) => rule)).toEqual([
      'golden-base',
      'base-digest',
      'base-tag',
      'non-root-user',
      'remote-add',
      'secrets',
    ]);
  });

  it.each(['', '# nothing here', 'RUN true', '\u0000\u0001', 'ARG A=1'])(
    'is unknown for a text without a stage: %j',
    text => {
      for (const finding of evaluateDockerfile(text, GOLDEN)) {
        expect(finding).toMatchObject({
          result: 'unknown',
          reason: 'the file has no FROM instruction',
        });
      }
    },
  );

  it('passes a file that does all as it should', () => {
    const text = `# syntax=docker/dockerfile:1
FROM registry.example.com/golden/go:1.24@${DIGEST} AS build
COPY . .
RUN go build -o /app
FROM --platform=$TARGETPLATFORM registry.example.com/golden/static:3@${DIGEST}
COPY --from=build /app /app
USER 10001:10001
ENTRYPOINT ["/app"]
`;
    for (const { rule, result } of evaluateDockerfile(text, GOLDEN)) {
      expect([rule, result]).toEqual([rule, 'pass']);
    }
  });
});

describe('golden-base', () => {
  it('does not apply where nobody named golden images', () => {
    expect(check('golden-base', 'FROM alpine')).toMatchObject({
      result: 'not-applicable',
      reason: 'no golden images are named to compare with',
    });
  });

  it.each([
    ['a golden image', 'FROM registry.example.com/golden/node:22', 'pass'],
    ['another image', 'FROM node:22', 'fail'],
    ['a look-alike', 'FROM registry.example.com.evil.io/golden/node', 'fail'],
    ['the empty image', 'FROM scratch', 'fail'],
    [
      'a golden image behind another stage',
      'FROM registry.example.com/golden/go AS Base\nFROM base',
      'pass',
    ],
    [
      'another image in the end, whatever came before',
      'FROM registry.example.com/golden/go AS build\nFROM alpine\nCOPY --from=build / /',
      'fail',
    ],
    [
      'an argument with a default',
      'ARG BASE=registry.example.com/golden\nFROM ${BASE}/node:${TAG:-22}',
      'pass',
    ],
    ['an argument without', 'ARG BASE\nFROM $BASE', 'unknown'],
    ['what the builder sets', 'FROM golden-$TARGETARCH', 'unknown'],
    ['nothing', 'FROM $NOWHERE', 'unknown'],
  ])('%s', (_, text, result) => {
    expect(check('golden-base', text, GOLDEN).result).toBe(result);
  });

  it('takes arguments that the build passes', () => {
    const text = 'ARG BASE=alpine\nFROM $BASE';
    const options = {
      ...GOLDEN,
      buildArguments: { BASE: 'registry.example.com/golden/node' },
    };
    expect(check('golden-base', text, options).result).toBe('pass');
  });

  it('takes scratch for golden where it is named', () => {
    const goldenImages = [{ repository: 'scratch' }];
    expect(check('golden-base', 'FROM scratch', { goldenImages }).result).toBe(
      'pass',
    );
  });
});

describe('base-digest and base-tag', () => {
  it.each([
    ['node', 'fail', 'fail'],
    ['node:latest', 'fail', 'fail'],
    ['node:22', 'fail', 'pass'],
    [`node@${DIGEST}`, 'pass', 'pass'],
    [`node:latest@${DIGEST}`, 'pass', 'pass'],
    ['localhost:5000/node', 'fail', 'fail'],
    ['localhost:5000/node:22', 'fail', 'pass'],
    ['"node:22"', 'fail', 'pass'],
    ['$UNSET', 'unknown', 'unknown'],
  ])('FROM %s', (image, digest, tag) => {
    const text = `FROM ${image}`;
    expect(check('base-digest', text).result).toBe(digest);
    expect(check('base-tag', text).result).toBe(tag);
  });

  it('names the stage, the image and the place', () => {
    const text = '# a comment\n\nFROM alpine:3.20 AS tools\nFROM scratch\n';
    expect(check('base-digest', text)).toMatchObject({
      result: 'fail',
      violations: [
        {
          component: 'tools',
          message:
            'tools: base image alpine:3.20 is not pinned by digest; write it as repository:tag@sha256:…',
          range: { line: 3, column: 6, endLine: 3, endColumn: 17 },
        },
      ],
      range: { line: 3, column: 6 },
    });
  });

  it('leaves stages of the same file alone, by name and by index', () => {
    const text = `FROM alpine@${DIGEST} AS Build\nFROM build\nCOPY --from=0 / /\nCOPY --from=BUILD / /\nRUN --mount=type=bind,from=build true`;
    expect(check('base-digest', text).result).toBe('pass');
    expect(check('base-tag', text).result).toBe('pass');
  });

  it('sees images that files are copied or mounted from', () => {
    const text = `FROM scratch\nCOPY --from=nginx:1.27 / /\nRUN --mount=type=bind,from=busybox,target=/b true`;
    expect(
      check('base-digest', text).violations.map(({ range, message }) => [
        range.line,
        message.split(' is ')[0],
      ]),
    ).toEqual([
      [2, 'stage 0: COPY --from nginx:1.27'],
      [3, 'stage 0: RUN --mount from busybox'],
    ]);
    expect(check('base-tag', text).violations).toHaveLength(1);
  });

  it('does not take a stage for one that comes later', () => {
    const text = 'FROM later AS now\nFROM scratch AS later';
    expect(check('base-tag', text).result).toBe('fail');
  });

  it('reads FROM over several lines and with another escape character', () => {
    const text =
      '# escape=`\nFROM `\n  # which one\n  alpine:3.20 `\n  AS tools\nUSER 1';
    expect(check('base-digest', text)).toMatchObject({
      result: 'fail',
      range: { line: 4, column: 3 },
    });
    expect(check('base-tag', text).result).toBe('pass');
  });

  it('lets a fault outweigh a doubt', () => {
    expect(check('base-tag', 'FROM $UNKNOWN\nFROM alpine').result).toBe('fail');
  });
});

describe('non-root-user', () => {
  it.each([
    ['no USER', '', 'fail'],
    ['a number', 'USER 1000', 'pass'],
    ['a number with the root group', 'USER 1000:0', 'pass'],
    ['a name', 'USER app', 'pass'],
    ['root', 'USER root', 'fail'],
    ['root in quotes', 'USER "root"', 'fail'],
    ['zero', 'USER 0:1000', 'fail'],
    ['zeros', 'USER 00', 'fail'],
    ["Windows' administrator", 'USER ContainerAdministrator', 'fail'],
    ['the last one', 'USER app\nUSER root', 'fail'],
    ['back from root', 'USER root\nRUN true\nUSER app', 'pass'],
    ['nobody', 'USER', 'fail'],
    ['a variable', 'ARG UID=1000\nUSER $UID', 'pass'],
    ['a variable that is root', 'ENV UID=0\nUSER ${UID}:${UID}', 'fail'],
    ['the default of a variable', 'ARG U=\nUSER ${U:-root}', 'fail'],
    ['a variable of the base image', 'USER $APP', 'unknown'],
    ['an argument without default', 'ARG UID\nUSER ${UID}', 'unknown'],
    ['a variable cut in shape', 'ENV U=xroot\nUSER ${U#x}', 'unknown'],
    ['a USER in a here-document', 'RUN <<EOF\nUSER app\nEOF', 'fail'],
    ['a USER for later builds', 'ONBUILD USER app', 'fail'],
    ['a USER in a comment', '# USER app', 'fail'],
    ['a USER within a continued line', 'RUN true \\\nUSER app', 'fail'],
  ])('%s', (_, lines, result) => {
    expect(check('non-root-user', `FROM alpine\n${lines}`).result).toBe(result);
  });

  it.each([
    ['FROM a AS base\nUSER app\nFROM base', 'pass'],
    ['FROM a AS base\nUSER app\nFROM base\nUSER root', 'fail'],
    ['FROM a AS base\nUSER app\nFROM b', 'fail'],
    ['FROM a AS base\nENV U=app\nFROM base\nUSER $U', 'pass'],
    ['FROM a AS base\nARG U=app\nFROM base\nUSER $U', 'unknown'],
    ['ARG U=app\nFROM a\nUSER $U', 'unknown'],
    ['ARG U=app\nFROM a\nARG U\nUSER $U', 'pass'],
    ['FROM a\nENV U=root\nARG U=app\nUSER $U', 'fail'],
  ])('is inherited along stages: %j', (text, result) => {
    expect(check('non-root-user', text).result).toBe(result);
  });

  it.each([
    ['registry.example.com/base/node', 'pass'],
    ['registry.example.com/base/legacy', 'fail'],
    ['registry.example.com/golden/node', 'unknown'],
    ['alpine', 'fail'],
  ])('without USER goes by what is known of %s', (image, result) => {
    expect(check('non-root-user', `FROM ${image}`, GOLDEN).result).toBe(result);
  });

  it('points at the USER', () => {
    expect(
      check('non-root-user', 'FROM a AS app\n  USER root\nCMD x').violations,
    ).toEqual([
      {
        component: 'app',
        field: [],
        message:
          'app: the final stage runs as USER root, which is root; end it with a USER of its own, by number',
        range: { line: 2, column: 8, endLine: 2, endColumn: 12 },
      },
    ]);
  });
});

describe('remote-add', () => {
  it.each([
    ['ADD https://example.com/a.tar.gz /a', 'fail'],
    ['ADD --checksum=sha256:00 http://example.com/a /a', 'fail'],
    ['ADD ["https://example.com/a b", "/a"]', 'fail'],
    ['ADD a https://example.com/b /c/', 'fail'],
    ['ADD git@github.com:example/x.git /x', 'fail'],
    ['ADD git://example.com/x.git#main /x', 'fail'],
    ['ONBUILD ADD https://example.com/a /a', 'fail'],
    ['ARG HOST=example.com\nADD https://$HOST/a /a', 'fail'],
    ['ADD https://$HOST/a /a', 'fail'],
    ['ARG URL=https://example.com/a\nADD $URL /a', 'fail'],
    ['ADD $URL /a', 'unknown'],
    ['ADD dist/$VERSION.tar.gz /a', 'pass'],
    ['ADD app.tar.gz /a', 'pass'],
    ['ADD <<EOF /a\nhttps://example.com/a\nEOF', 'pass'],
    ['COPY https /a', 'pass'],
    ['RUN curl https://example.com', 'pass'],
  ])('%s', (line, result) => {
    expect(check('remote-add', `FROM alpine\n${line}`).result).toBe(result);
  });

  it('repeats no credentials', () => {
    const { message } = check(
      'remote-add',
      'FROM a\nADD https://bob:hunter22@example.com/a?token=abc /a',
    );
    expect(message).toContain('ADD fetches https://example.com/a from');
    expect(message).not.toMatch(/hunter22|abc/);
  });
});

describe('secrets', () => {
  it.each([
    ['ENV DB_PASSWORD=hunter22', 'fail'],
    ['ENV DB_PASSWORD hunter22', 'fail'],
    ['ENV A=1 \\\n  API_KEY="hunter 22"', 'fail'],
    ['ENV TOKEN=$TOKEN', 'fail'],
    ['ARG NPM_TOKEN', 'fail'],
    ['ARG NPM_TOKEN=hunter22', 'fail'],
    ['ARG A=1 NPM_TOKEN=hunter22', 'fail'],
    ['ONBUILD ENV DB_PASSWORD=hunter22', 'fail'],
    [`ENV GREETING=ghp_${'hunter22'.repeat(4)}`, 'fail'],
    ['ENV CACHE=redis://user:hunter22@cache:6379', 'fail'],
    ['ENV DB_PASSWORD=', 'pass'],
    ['ENV DB_PASSWORD_FILE=/run/secrets/db', 'pass'],
    ['ENV DB_PASSWORD=/run/secrets/db', 'pass'],
    ['ENV DATABASE_URL=postgres://db:5432/app', 'pass'],
    [`ENV NODE_SHA256=${'0123456789abcdef'.repeat(4)}`, 'pass'],
    [`ENV GPG_KEY=${'A035C8C19219BA82'.repeat(2)}AAAAAAAA`, 'pass'],
    ['ENV PATH=/usr/local/bin:$PATH NODE_ENV=production', 'pass'],
    ['RUN --mount=type=secret,id=NPM_TOKEN npm ci', 'pass'],
    ['RUN <<EOF\nENV TOKEN=hunter22\nEOF', 'pass'],
  ])('%s', (line, result) => {
    const finding = check('secrets', `FROM alpine\n${line}`);
    expect(finding.result).toBe(result);
    expect(JSON.stringify(finding)).not.toContain('hunter');
  });

  it('looks in front of the first stage too, and points at the name', () => {
    expect(
      check('secrets', 'ARG BASE=a SIGNING_KEY=hunter22\nFROM $BASE'),
    ).toMatchObject({
      result: 'fail',
      violations: [
        {
          component: '',
          range: { line: 1, column: 12, endLine: 1, endColumn: 23 },
        },
      ],
    });
  });
});

it('judges a long file in little time', () => {
  const lines = Array.from(
    { length: 5_000 },
    (_, index) => `ENV NAME_${index}=\${NAME_${index - 1}:-x}`,
  );
  const started = performance.now();
  evaluateDockerfile(['FROM alpine', ...lines, 'USER app'].join('\n'));
  expect(performance.now() - started).toBeLessThan(10_000);
});
