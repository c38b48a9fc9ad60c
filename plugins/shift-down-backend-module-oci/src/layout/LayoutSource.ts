/** A folder in OCI image-layout form as a source of images, with no registry. */
import type {
  ImageInspection,
  ImageInspectionRequest,
  ImageSource,
  ImageSourceOptions,
  TagListing,
} from '@shift-down/plugin-shift-down-node';
import type { LayoutEntry } from '../config/schema';
import { inspectImage } from '../inspect/inspectImage';
import { isTag } from '../inspect/names';
import type { Repository } from '../inspect/Repository';
import { ProblemError, answering } from '../problem';
import { listing } from '../registry/listTags';
import { Layout } from './Layout';

const MIB = 1024 * 1024;

/** @internal */
export class LayoutSource implements ImageSource {
  readonly id: string;
  readonly #layout: Layout;

  constructor(
    private readonly entry: LayoutEntry,
    private readonly now: () => number = Date.now,
  ) {
    this.id = `layout:${entry.host}`;
    this.#layout = new Layout(entry.path, entry.limits.manifestMiB * MIB);
  }

  covers(repository: string): boolean {
    return (
      repository === this.entry.host ||
      repository.startsWith(`${this.entry.host}/`)
    );
  }

  inspect(
    request: ImageInspectionRequest,
    { signal, contents }: ImageSourceOptions,
  ): Promise<ImageInspection> {
    return answering(signal, () =>
      inspectImage(
        request,
        { contents },
        {
          repository: this.#repository(request.repository),
          limits: this.entry.limits,
          recheckMilliseconds: 0,
          now: this.now,
        },
      ),
    );
  }

  listTags(
    request: { repository: string; previous?: { etag: string } },
    { signal }: ImageSourceOptions,
  ): Promise<TagListing> {
    return answering(signal, async () => {
      const { tags } = await this.#layout.contents();
      const found = tags.get(this.#pathOf(request.repository));
      if (!found) {
        throw new ProblemError(
          'not-found',
          `The layout has no repository ${request.repository}`,
        );
      }
      return listing([...found.keys()].filter(isTag), request.previous);
    });
  }

  #repository(name: string): Repository {
    const path = this.#pathOf(name);
    const layout = this.#layout;
    const limit = this.entry.limits.manifestMiB * MIB;
    return {
      name,
      async resolveTag(tag) {
        const { tags } = await layout.contents();
        return tags.get(path)?.get(tag);
      },
      async manifest(digest) {
        const { manifests, referrers } = await layout.contents();
        const isHere =
          [path, ''].some(it => manifests.get(it)?.has(digest)) ||
          [...referrers.values()].flat().some(it => it.digest === digest);
        if (!isHere) {
          throw new ProblemError('not-found', `${name} has no ${digest}`);
        }
        return layout.blob(digest, limit);
      },
      blob: (descriptor, bytes) => layout.blob(descriptor.digest, bytes),
      async referrers(digest) {
        const { tags, referrers } = await layout.contents();
        const descriptors = referrers.get(digest) ?? [];
        const hasTag = tags.get(path)?.has(digest.replace(':', '-'));
        return descriptors.length === 0 && hasTag
          ? { place: 'referrers-tag' }
          : { place: 'referrers', descriptors };
      },
    };
  }

  #pathOf(repository: string): string {
    return repository.slice(this.entry.host.length + 1);
  }
}
