/** Values that stand under a telling name: env, YAML, JSON, flags, connection strings. */
import { MARK } from './mark';
import { isEmptyValue, isTelling, mayTell } from './names';

const NAME = '[A-Za-z0-9_.-]{1,80}';
const GAP = '[ \\t]{0,8}';
/** Escaped when JSON is quoted within JSON. */
const QUOTE = '\\\\{0,3}["\'`]';

/**
 * One value from where it begins: quoted, together with what a shell would join to
 * it, or up to the next white space.
 */
const VALUE = new RegExp(
  `(?:${[
    '\\\\{1,3}"(?:[^"\\\\]|\\\\(?!"))*(?:\\\\{1,3}"|$)',
    '"(?:[^"\\\\]|\\\\[\\s\\S])*(?:"|\\\\?$)',
    "'(?:[^'\\\\]|\\\\[\\s\\S])*(?:'|\\\\?$)",
    '`[^`]*(?:`|$)',
  ].join('|')})[^\\s,;)}\\]]*|\\S+`,
  'y',
);
/** A value that runs to the end of its line. */
const REST_OF_LINE = /[^\n]+/y;

/** A name with what comes between it and its value, and how that value ends. */
interface Assignment {
  /** Matches up to the value; the group `name` is the name. */
  start: RegExp;
  value: RegExp;
}

const ASSIGNMENTS: Assignment[] = [
  // The words of a header's value belong together.
  {
    start:
      /(?<name>\b(?:(?:proxy-)?authorization|(?:set-)?cookie))["']?[ \t]{0,8}[:=][ \t]{0,8}/gi,
    value: REST_OF_LINE,
  },
  // An entry of a list of variables, `name: X, value: Y`, in YAML or JSON
  {
    start: new RegExp(
      `\\bname(?:${QUOTE})?${GAP}[:=]${GAP}(?:${QUOTE})?(?<name>${NAME})(?:${QUOTE})?[\\s,;{}]{1,80}(?:${QUOTE})?value(?:${QUOTE})?${GAP}[:=]${GAP}`,
      'gi',
    ),
    value: VALUE,
  },
  // A line of YAML or of env, whose value may have spaces
  {
    start: new RegExp(
      `^[ \\t]{0,80}(?:-[ \\t]{1,8})?(?:export[ \\t]{1,8})?(?<name>${NAME})${GAP}[:=]${GAP}`,
      'gm',
    ),
    value: REST_OF_LINE,
  },
  // `name=value` and `"name": "value"` anywhere
  {
    start: new RegExp(
      `(?<![A-Za-z0-9_.-])(?<name>${NAME})(?:${QUOTE})?${GAP}(?::=|=>|[:=]{1,2})${GAP}`,
      'g',
    ),
    value: VALUE,
  },
  // `--name value`, and the same as two items of a list
  {
    start: new RegExp(
      `(?<![A-Za-z0-9_.-])(?<name>--?${NAME})(?:[ \\t]{1,8}|["'],[ \\t]{0,8}(?=["']))(?!-)`,
      'g',
    ),
    value: VALUE,
  },
];

export function redactAssignments(text: string): string {
  return mayTell(text)
    ? ASSIGNMENTS.reduce(redactValues, redactBlocks(text))
    : text;
}

/** Goes on right behind a harmless name, for its value may hold further names. */
function redactValues(text: string, { start, value }: Assignment): string {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(start)) {
    const end = match.index + match[0].length;
    if (match.index < from || !isTelling(match.groups?.name ?? '')) {
      continue;
    }
    value.lastIndex = end;
    const found = value.exec(text)?.[0];
    if (found !== undefined && !isEmptyValue(found)) {
      result += text.slice(from, end) + MARK;
      from = end + found.length;
    }
  }
  return result + text.slice(from);
}

const BLOCK_START = new RegExp(
  `^([ \\t]*)(?:-[ \\t]{1,8})?(?:${QUOTE})?(${NAME})(?:${QUOTE})?${GAP}:${GAP}[|>][-+0-9]{0,3}[ \\t]*$`,
);

/** `password: |` in YAML, with the lines indented under it. */
function redactBlocks(text: string): string {
  if (!/[|>][-+0-9]{0,3}[ \t]*\n/.test(text)) {
    return text;
  }
  const lines: string[] = [];
  let indentation: number | undefined;
  for (const line of text.split('\n')) {
    const indented = line.length - line.trimStart().length;
    if (indentation !== undefined) {
      if (line.trim() === '' || indented > indentation) {
        continue;
      }
      indentation = undefined;
    }
    lines.push(line);
    const [, , name] = BLOCK_START.exec(line) ?? [];
    if (name !== undefined && isTelling(name)) {
      indentation = indented;
      lines.push(`${' '.repeat(indented + 2)}${MARK}`);
    }
  }
  return lines.join('\n');
}
