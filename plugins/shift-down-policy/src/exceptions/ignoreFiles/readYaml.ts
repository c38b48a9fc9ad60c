import { parse } from 'yaml';

/**
 * Reads YAML, of which nothing is known.
 * @throws Error - if it is none, or grows beyond measure by its aliases
 * @internal
 */
export function readYaml(text: string): unknown {
  return parse(text, { schema: 'core', maxAliasCount: 50 });
}

/** @internal */
export function problemOf(error: unknown): string {
  const [line] = String(error instanceof Error ? error.message : error).split(
    '\n',
  );
  return `This is no ignore file: ${line}`;
}
