/** Text → syntax tree. The parser is that of `@marcbachmann/cel-js`; evaluation is our own. */
import { Environment, ParseError } from '@marcbachmann/cel-js';
import type { CelCompilation } from './types';

interface Shape<Op extends string, Args> {
  readonly op: Op;
  readonly args: Args;
  readonly start: number;
  readonly end: number;
}

/** `left op right`. */
export type BinarySyntax = Shape<
  '==' | '!=' | 'in' | '+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>=',
  [Syntax, Syntax]
>;

export type Syntax =
  | Shape<'value', unknown>
  | Shape<'id', string>
  | Shape<'.' | '.?', [Syntax, string]>
  | Shape<'[]' | '[?]', [Syntax, Syntax]>
  | Shape<'call', [string, Syntax[]]>
  | Shape<'rcall', [string, Syntax, Syntax[]]>
  | Shape<'list', Syntax[]>
  | Shape<'map', [Syntax, Syntax][]>
  | Shape<'?:', [Syntax, Syntax, Syntax]>
  | Shape<'||' | '&&', [Syntax, Syntax]>
  | Shape<'!_' | '-_', Syntax>
  | BinarySyntax;

/** Found while compiling: the API server would refuse the policy. */
export class Invalid {
  readonly message: string;
  readonly position: number;

  constructor(message: string, position: number) {
    this.message = message;
    this.position = position;
  }
}

/** The API server would take it, we can't. */
export class Unsupported {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The API server's limit, in code points. */
const MAX_LENGTH = 100_000;

const parser = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: {
    maxDepth: 250,
    maxAstNodes: MAX_LENGTH,
    maxListElements: MAX_LENGTH,
    maxMapEntries: MAX_LENGTH,
    maxCallArguments: 1000,
  },
});

export function invalidAt(
  source: string,
  message: string,
  position: number,
): CelCompilation {
  const before = source.slice(0, position).split('\n');
  return {
    type: 'invalid',
    message,
    line: before.length,
    column: before[before.length - 1].length + 1,
  };
}

/** Throws {@link Invalid} and {@link Unsupported}. */
export function parse(source: string): Syntax {
  if (source.length > MAX_LENGTH) {
    const size = [...source].length;
    if (size > MAX_LENGTH) {
      throw new Invalid(
        `expression code point size exceeds limit: size: ${size}, limit ${MAX_LENGTH}`,
        0,
      );
    }
  }
  try {
    return parser.parse(source).ast as unknown as Syntax;
  } catch (error) {
    if (!(error instanceof ParseError)) {
      throw error;
    }
    if (error.code === 'limit_exceeded') {
      // The server's limits are alike, and counted differently.
      throw new Unsupported('the expression is nested too deeply');
    }
    const position = error.range?.start ?? 0;
    const rest = source.slice(position).trimStart();
    if (
      (rest.startsWith('?') && /[[{,]\s*$/.test(source.slice(0, position))) ||
      rest.startsWith('.')
    ) {
      throw new Unsupported(
        `the notation at \`${rest.slice(0, 20)}\` is not supported here`,
      );
    }
    throw new Invalid(`Syntax error: ${error.summary}`, position);
  }
}
