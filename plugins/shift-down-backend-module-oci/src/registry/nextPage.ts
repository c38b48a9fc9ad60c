import type { HttpAnswer } from '../http/RegistryHttp';

/**
 * Where a list goes on. Whether that may be asked is decided like for any other address.
 * @see https://www.rfc-editor.org/rfc/rfc8288
 * @internal
 */
export function nextPage({
  headers,
  url,
}: Pick<HttpAnswer, 'headers' | 'url'>): URL | undefined {
  const { link } = headers;
  const text = Array.isArray(link) ? link.join(', ') : link ?? '';
  const [, target] = /<([^<>]*)>\s*;[^,]*\brel="?next"?/i.exec(text) ?? [];
  return target !== undefined && URL.canParse(target, url)
    ? new URL(target, url)
    : undefined;
}
