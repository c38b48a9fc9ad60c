/** Patterns of tags: RE2, in linear time, and always of the whole tag. */
import { RE2JS, RE2JSException } from 're2js';

export function isPattern(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch (error) {
    if (error instanceof RE2JSException) {
      return false;
    }
    throw error;
  }
}

/** What a tag's named groups matched, or nothing if the whole tag doesn't match. */
export function createTagMatcher(
  pattern: string,
): (tag: string) => { version?: string; channel?: string } | undefined {
  const compiled = RE2JS.compile(pattern);
  const names = Object.keys(compiled.namedGroups());
  return tag => {
    const matcher = compiled.matcher(tag);
    if (!matcher.matches()) {
      return undefined;
    }
    const group = (name: string) =>
      (names.includes(name) && matcher.group(name)) || undefined;
    return { version: group('version'), channel: group('channel') };
  };
}
