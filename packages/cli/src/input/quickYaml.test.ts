import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { quickYaml } from './quickYaml';
import { valueOfNode } from './yamlValue';

/** What the reader makes of it that knows positions; undefined where it refuses. */
function slowly(text: string): unknown {
  const document = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: false,
  });
  if (document.errors.length > 0) {
    return undefined;
  }
  try {
    return valueOfNode(document.contents);
  } catch {
    return undefined;
  }
}

/** Of both readers; nothing of either where the quick one leaves it to the other. */
function bothOf(text: string) {
  const quick = quickYaml(text);
  return quick
    ? [
        { text, value: quick.value },
        { text, value: slowly(text) },
      ]
    : [undefined, undefined];
}

const EXAMPLES = join(
  dirname(require.resolve('@shift-down/cli/package.json')),
  '../../examples',
);

it('reads every example as the other reader does', () => {
  const documents = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.yaml'))
    .flatMap(path =>
      readFileSync(join(EXAMPLES, path), 'utf8').split(/^---$/m),
    );
  for (const [quick, slow] of documents.map(bothOf)) {
    expect(quick).toEqual(slow);
  }
  const read = documents.filter(quickYaml).length;
  expect(read / documents.length).toBeGreaterThan(0.8);
});

const word = fc.oneof(
  fc.constantFrom(
    'yes',
    '0755',
    '1e3',
    '~',
    '',
    'null',
    '1.5',
    '0x1f',
    '-',
    'a: b',
    "it's",
    '#x',
    '2001-01-01',
    '.inf',
    '1_000',
    '[',
    '@a',
    'a\nb',
    ' a ',
  ),
  fc.string({ maxLength: 8 }),
);

it('reads what is written out as the other reader does', () => {
  fc.assert(
    fc.property(
      fc.letrec(tie => ({
        value: fc.oneof(
          { maxDepth: 4 },
          word,
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
          fc.array(tie('value'), { maxLength: 4 }),
          fc.dictionary(word, tie('value'), { maxKeys: 4 }),
        ),
      })).value,
      fc.constantFrom(
        'PLAIN',
        'QUOTE_DOUBLE',
        'QUOTE_SINGLE',
        'BLOCK_LITERAL',
        'BLOCK_FOLDED',
      ),
      (value, style) => {
        const [quick, slow] = bothOf(
          stringify(value, { defaultStringType: style as 'PLAIN' }),
        );
        expect(quick).toEqual(slow);
      },
    ),
    { numRuns: 2000 },
  );
});

it('reads any text as the other reader does, or leaves it to that', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    ': ',
    ':',
    '- ',
    '\n',
    '  ',
    '"',
    "'",
    '#',
    ' # ',
    '|\n',
    '>-\n',
    '[',
    ']',
    '{',
    '}',
    ',',
    '0755',
    'yes',
    '~',
    '\r\n',
    '?',
    '*a',
    '1.0',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), pieces => {
      const text = `a: ${pieces.join('')}`;
      const quick = quickYaml(text);
      const slow = slowly(text);
      fc.pre(quick !== undefined && slow !== undefined);
      expect({ text, value: quick?.value }).toEqual({ text, value: slow });
    }),
    { numRuns: 5_000 },
  );
});
