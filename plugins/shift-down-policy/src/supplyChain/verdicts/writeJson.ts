/** JSON of what others wrote. */

/** Text as it is; nothing for what is nested too deeply, which can be read all the same. */
export function writeJson(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
