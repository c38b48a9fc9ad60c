/** Names with `*` for any run of characters. */

/** @internal */
export function matchesGlob(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) {
    return pattern === name;
  }
  const [beginning, ...middle] = parts;
  const end = middle.pop() ?? '';
  if (
    !name.startsWith(beginning) ||
    !name.endsWith(end) ||
    name.length < beginning.length + end.length
  ) {
    return false;
  }
  let at = beginning.length;
  for (const part of middle) {
    const found = name.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return at <= name.length - end.length;
}
