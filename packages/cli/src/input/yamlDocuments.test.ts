import type { FieldPath } from '@shift-down/plugin-shift-down-policy';
import { yamlDocuments } from './yamlDocuments';

function values(text: string) {
  return [...yamlDocuments(text)].map(document =>
    'value' in document ? document.value : document.error,
  );
}

/** The text from a field's place to the end of its line. */
function at(text: string, field: FieldPath) {
  const [document] = yamlDocuments(text);
  if (!('locate' in document)) {
    throw new Error(document.error);
  }
  return text.slice(document.locate(field)).split('\n')[0];
}

describe('streams', () => {
  it.each([
    ['a: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['---\na: 1\n---\n---\nb: 2\n---\n', [{ a: 1 }, { b: 2 }]],
    ['%YAML 1.1\n---\na: 1\n', [{ a: 1 }]],
    ['# only a comment\n', [null]],
    ['# Source: x\n---\n# Source: y\na: 1\n', [{ a: 1 }]],
    ['a: 1\n...\n---\nb: 2\n...\n', [{ a: 1 }, { b: 2 }]],
    ['a: |\n  ---\n  b\n---\nc: 3\n', [{ a: '---\nb\n' }, { c: 3 }]],
    ['--- # first\na: 1\n--- {b: 2}\n', [{ a: 1 }, { b: 2 }]],
    ['a: 1\r\n---\r\nb:\r\n  - c\r\n', [{ a: 1 }, { b: ['c'] }]],
    ['----\n', ['----']],
    ['', []],
    ['\n\n', []],
  ])('%j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('go on behind a document that is broken', () => {
    const text = 'a: 1\n---\nb: "no end\n---\nc: [1, 2\n---\nd: 4\n';
    expect(values(text)).toEqual([
      { a: 1 },
      expect.stringContaining('quote'),
      expect.any(String),
      { d: 4 },
    ]);
    const [, broken] = yamlDocuments(text);
    expect(broken.offset).toBeGreaterThan(text.indexOf('b:'));
    expect(broken.offset).toBeLessThanOrEqual(text.indexOf('c:'));
  });

  it('tell the comments above a document', () => {
    const [first, second] = yamlDocuments(
      '---\n# Source: chart/web.yaml\n\n# more\na: 1\n---\nb: 2 # beside\n',
    );
    expect(first.comment).toBe('# Source: chart/web.yaml\n\n# more\n');
    expect(second.comment).toBe('');
  });
});

describe('values', () => {
  it.each([
    ['a: yes\nb: "yes"\nc: !!str yes\n', { a: true, b: 'yes', c: 'yes' }],
    ['a: 0755\nb: !!int "7"\n', { a: 493, b: 7 }],
    ['1: a\ntrue: b\n', { 1: 'a', true: 'b' }],
    ['a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    [
      'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n',
      { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } },
    ],
    ['a: >-\n  one\n  two\n', { a: 'one two' }],
    ['a: !custom x\n', { a: 'x' }],
    ['a:\n', { a: null }],
  ])('%j', (text, expected) => {
    expect(values(text)).toEqual([expected]);
  });

  it('have no power over prototypes', () => {
    const [value] = values('__proto__: { polluted: true }\n');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['a: 1\na: 2\n', 'twice'],
    ['a: *nowhere\n', 'nowhere'],
    ['a: &x [*x]\n', 'itself'],
    ['? [a]\n: 1\n', 'Keys'],
    ['<<: 1\n', '<<'],
  ])('%j are refused', (text, word) => {
    expect(values(text)).toEqual([expect.stringContaining(word)]);
  });

  it('of a billion laughs are refused at once', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `l${level}: &l${level} [${
          level === 0 ? 'lol' : `*l${level - 1},`.repeat(10)
        }]\n`,
    );
    expect(values(levels.join(''))).toEqual([
      expect.stringContaining('Aliases expand'),
    ]);
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['closed brackets', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['maps', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(100_000)],
    ['quotes in brackets', `${'["'.repeat(50_000)}`],
  ])('nested too deeply in %s are refused', (_, text) => {
    expect(values(text)).toEqual([expect.any(String)]);
  });

  it('of a map with very many keys are read in a moment', () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `k${i}: ${i}\n`);
    const [value] = values(text.join(''));
    expect(Object.keys(value as object)).toHaveLength(50_000);
  }, 10_000);
});

describe('places', () => {
  const TEXT =
    'spec:\n  containers:\n    - name: app\n      ports:\n        - 80\n    - {name: side}\n';

  it.each<[FieldPath, string]>([
    [[], 'spec:'],
    [['spec'], 'spec:'],
    [['spec', 'containers', 0], 'name: app'],
    [['spec', 'containers', 0, 'ports', 0], '80'],
    [['spec', 'containers', 1, 'name'], 'name: side}'],
    [['spec', 'containers', 0, 'image'], 'name: app'],
    [['spec', 'containers', 7, 'image'], 'containers:'],
    [['spec', 'volumes', 0], 'spec:'],
    [['metadata', 'labels'], 'spec:'],
  ])('of %j begin with %j', (field, line) => {
    expect(at(TEXT, field)).toBe(line);
  });
});
