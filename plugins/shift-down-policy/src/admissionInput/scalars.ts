/** Times and bytes as the API server writes them back. */
import type { JsonValue } from '../evaluation/kubernetesObject';

const TIME =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** In UTC; with a fraction of a second where there is one, of just as many digits. */
export function canonicalTime(
  value: JsonValue,
  fraction: number,
): string | undefined {
  const match = typeof value === 'string' ? TIME.exec(value) : null;
  const milliseconds = match ? Date.parse(match[0]) : NaN;
  if (!match || Number.isNaN(milliseconds)) {
    return undefined;
  }
  if (fraction > 0 && match[1]?.length !== 1 + fraction) {
    return undefined;
  }
  const seconds = new Date(milliseconds).toISOString().slice(0, 19);
  return fraction === 0 ? `${seconds}Z` : `${seconds}${match[1]}Z`;
}

/** Line breaks are let be, other foreign characters aren't. */
export function canonicalBytes(value: JsonValue): string | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  const text = value.replace(/[\r\n]/g, '');
  return BASE64.test(text)
    ? Buffer.from(text, 'base64').toString('base64')
    : undefined;
}

export function encodeBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
