// Tags of a repository, page by page.
import type { TagListing } from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';
import type { Limits } from '../config/schema';
import type { RegistryHttp } from '../http/RegistryHttp';
import { sha256Of } from '../inspect/digest';
import { isTag } from '../inspect/names';
import { ProblemError } from '../problem';
import { nextPage } from './nextPage';

const PAGE_SIZE = 1_000;
const PAGE_BYTES = 4 * 1024 * 1024;

const pageSchema = z.object({
  tags: z
    .array(z.string())
    .nullish()
    .transform(it => it ?? []),
});

/** @internal */
export async function listTags(
  { path, previous }: { path: string; previous?: { etag: string } },
  {
    http,
    limits,
    signal,
  }: { http: RegistryHttp; limits: Limits; signal: AbortSignal },
): Promise<TagListing> {
  const tags: string[] = [];
  let next: string | URL | undefined = `/v2/${path}/tags/list?n=${PAGE_SIZE}`;
  while (next) {
    const answer = await http.request({
      method: 'GET',
      path: next,
      scope: `repository:${path}:pull`,
      limit: PAGE_BYTES,
      what: `The list of tags of ${path}`,
      signal,
    });
    tags.push(...parsePage(answer.body, answer.url.host).filter(isTag));
    if (tags.length > limits.tags) {
      throw new ProblemError(
        'too-large',
        `${path} has more than ${limits.tags} tags`,
      );
    }
    next = nextPage(answer);
  }
  return listing(tags, previous);
}

/**
 * Registries give no ETag for lists, and no order; the list's own digest serves as one.
 * @internal
 */
export function listing(
  found: string[],
  previous: { etag: string } | undefined,
): TagListing {
  const tags = [...found].sort();
  const etag = sha256Of(JSON.stringify(tags));
  return etag === previous?.etag
    ? { outcome: 'unchanged' }
    : { outcome: 'read', tags, etag };
}

function parsePage(body: Buffer, host: string): string[] {
  try {
    return pageSchema.parse(JSON.parse(body.toString('utf8'))).tags;
  } catch {
    throw new ProblemError('invalid', `The list of tags of ${host} is none`);
  }
}
