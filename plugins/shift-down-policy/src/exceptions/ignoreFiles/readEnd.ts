/**
 * An end as ignore files write it: a date, from whose first moment on it holds no more, or
 * a moment.
 * @returns ISO 8601, or `undefined` for what is neither
 * @internal
 */
export function readEnd(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}\S*)?$/.test(text.trim())) {
    return undefined;
  }
  const at = new Date(text.trim());
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
