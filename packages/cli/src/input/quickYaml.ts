/**
 * Values of plain YAML, some ten times sooner than with their positions. Whatever the two
 * readers might read differently is left to the one that knows positions.
 */
import type { JsonValue } from '@shift-down/plugin-shift-down-policy';
import { FAILSAFE_SCHEMA, load, Type, YAMLException } from 'js-yaml';
import { resolvePlainScalar } from './yamlScalars';

/** Texts stay texts: what a plain scalar means is Kubernetes' to say. */
const SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    new Type('plain', {
      kind: 'scalar',
      resolve: (text: string | null) =>
        text === null || resolvePlainScalar(text) !== text,
      construct: (text: string | null) => resolvePlainScalar(text ?? ''),
    }),
  ],
});

/**
 * Anchors, tags, merge keys, explicit and empty keys, directives, tabs, and anything deep:
 * rare in manifests, and full of corners.
 */
const UNUSUAL =
  /(?:^|[\s[{,:-])[&!]|\t|<<|^[ -]*\?|^[ -]*(?:~|null|Null|NULL)? *:(?:\s|$)|^%|^ {400}|(?:- ){50}|^--- *[^\s#]|^\.\.\.|\{\{|[\]}"']\s*:/m;
/** A manifest is a map, and begins with a key. */
const MAP = /^(?:---[^\n]*\n)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*[A-Za-z]\w*:/;
const MAXIMUM_BRACKETS = 400;

/** The document's value; undefined where the other reader has to be asked. */
export function quickYaml(text: string): { value: JsonValue } | undefined {
  if (!MAP.test(text) || UNUSUAL.test(text) || hasManyBrackets(text)) {
    return undefined;
  }
  try {
    const value = load(text, { schema: SCHEMA }) as JsonValue | undefined;
    return value === undefined || value === null ? undefined : { value };
  } catch (error) {
    if (error instanceof YAMLException) {
      return undefined;
    }
    throw error;
  }
}

/** Flow style nests without indenting. */
function hasManyBrackets(text: string): boolean {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) {
      count += 1;
    }
  }
  return count > MAXIMUM_BRACKETS;
}
