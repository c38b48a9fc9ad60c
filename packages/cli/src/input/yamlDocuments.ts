/**
 * A stream of YAML documents, one by one: what is broken in one leaves the others whole.
 * Reading is bounded in depth and in what aliases may expand to.
 */
import type {
  FieldPath,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import { parseDocument, type ParsedNode } from 'yaml';
import { quickYaml } from './quickYaml';
import { fieldOffset } from './yamlFields';
import { DocumentError, valueOfNode } from './yamlValue';

/** A document, or why it is none. Offsets count from the start of the whole text. */
export type YamlDocument = {
  /** Where its first value begins. */
  offset: number;
  /** Comments above its first value. */
  comment: string;
} & (
  | { value: JsonValue; locate(field: FieldPath): number }
  | { error: string }
);

/** No API server takes an object of more than 3 MiB; lists and plans are JSON. */
const MAXIMUM_DOCUMENT = 16 * 1024 * 1024;

const OPTIONS = {
  // Every scalar stays a text: Kubernetes reads them in its own way.
  schema: 'failsafe',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Reads the documents of a stream in turn. */
export function* yamlDocuments(text: string): Generator<YamlDocument> {
  for (const [start, end] of documentRanges(text)) {
    const part = text.slice(start, end);
    if (isBlank(part)) {
      continue;
    }
    yield readDocument(part, start);
  }
}

/**
 * A line of `---` ends a document wherever it stands: YAML forbids it inside of every
 * kind of value. So does `...`.
 */
function* documentRanges(text: string): Generator<[number, number]> {
  const marker = /^(?:---(?=[ \t\r\n]|$)|\.\.\.[ \t]*(?:#.*)?\r?$)/gm;
  let start = 0;
  for (let match = marker.exec(text); match; match = marker.exec(text)) {
    // Directives and comments before the marker belong to what follows it.
    if (match[0].startsWith('.')) {
      yield [start, match.index];
      start = match.index + match[0].length;
    } else if (match.index > start) {
      if (!isPreamble(text.slice(start, match.index))) {
        yield [start, match.index];
        start = match.index;
      }
    }
  }
  yield [start, text.length];
}

/** Whether there is nothing but comments, directives and empty lines. */
function isPreamble(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trim();
    if (line && !line.startsWith('#') && !line.startsWith('%')) {
      return false;
    }
    start = end + 1;
  }
  return true;
}

function isBlank(part: string): boolean {
  return /^(?:---)?\s*$/.test(part);
}

function readDocument(text: string, start: number): YamlDocument {
  const comment = leadingComment(text);
  if (text.length > MAXIMUM_DOCUMENT) {
    return {
      offset: start,
      comment,
      error: `The document is longer than ${
        MAXIMUM_DOCUMENT / 1024 / 1024
      } MiB, more than any API server takes: split it`,
    };
  }
  const locate = (field: FieldPath) =>
    field.length === 0
      ? start + firstValue(text)
      : start + fieldOffset(contentsOf(text), field);
  const quick = quickYaml(text);
  if (quick) {
    const offset = start + firstValue(text);
    return { offset, comment, value: quick.value, locate };
  }
  const parsed = parse(text);
  if ('error' in parsed) {
    return { offset: start + parsed.offset, comment, error: parsed.error };
  }
  try {
    const value = valueOfNode(parsed.contents);
    return {
      offset: start + (parsed.contents?.range[0] ?? 0),
      comment,
      value,
      locate,
    };
  } catch (error) {
    if (error instanceof DocumentError) {
      return { offset: start + error.offset, comment, error: error.message };
    }
    throw error;
  }
}

const PREAMBLE = /^(?:---[^\n]*\n)?((?:[ \t]*(?:#[^\n]*)?\n)*)/;

function leadingComment(text: string): string {
  return PREAMBLE.exec(text)?.[1] ?? '';
}

/** Where the first value begins, behind comments and indentation. */
function firstValue(text: string): number {
  const preamble = PREAMBLE.exec(text)?.[0].length ?? 0;
  return preamble + text.slice(preamble).search(/\S|$/);
}

/** Fields of one document are asked for one after the other; the tree of all would be large. */
let located: { text: string; contents: ParsedNode | null } | undefined;

function contentsOf(text: string): ParsedNode | null {
  if (located?.text !== text) {
    const parsed = parse(text);
    const contents = 'error' in parsed ? null : parsed.contents;
    located = { text, contents };
  }
  return located.contents;
}

function parse(
  text: string,
): { contents: ParsedNode | null } | { offset: number; error: string } {
  const document = parseDocument(text, OPTIONS);
  const [error] = document.errors;
  if (!error) {
    return { contents: document.contents };
  }
  return {
    offset: error.pos[0],
    error: error.message.startsWith('Maximum call stack')
      ? 'Nested too deeply'
      : error.message,
  };
}
