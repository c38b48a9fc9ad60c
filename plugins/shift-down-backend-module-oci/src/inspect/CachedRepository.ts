// Content of a digest never changes, so that it is fetched once.
import type { ContentStore } from '@shift-down/plugin-shift-down-node';
import { assertDigest } from './digest';
import type { Descriptor } from './manifest';
import type { ReferrersListing, Repository } from './Repository';

/** @internal */
export class CachedRepository implements Repository {
  readonly name: string;

  constructor(
    private readonly repository: Repository,
    private readonly contents: ContentStore,
  ) {
    this.name = repository.name;
  }

  resolveTag(tag: string): Promise<string | undefined> {
    return this.repository.resolveTag(tag);
  }

  referrers(digest: string): Promise<ReferrersListing> {
    return this.repository.referrers(digest);
  }

  manifest(digest: string): Promise<Buffer> {
    return this.#kept(digest, () => this.repository.manifest(digest));
  }

  blob(descriptor: Descriptor, limit: number): Promise<Buffer> {
    return this.#kept(descriptor.digest, () =>
      this.repository.blob(descriptor, limit),
    );
  }

  /** A configuration holds the environment of its image, and is kept nowhere. */
  configuration(descriptor: Descriptor, limit: number): Promise<Buffer> {
    return this.repository.blob(descriptor, limit);
  }

  async #kept(digest: string, fetch: () => Promise<Buffer>): Promise<Buffer> {
    const kept = await this.contents.get(digest);
    if (kept) {
      return kept;
    }
    const content = await fetch();
    assertDigest(content, digest, 'What was fetched');
    await this.contents.put(digest, content);
    return content;
  }
}
