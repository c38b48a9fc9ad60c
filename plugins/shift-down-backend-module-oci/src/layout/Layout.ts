/**
 * A folder in OCI image-layout form, which may hold several repositories: the
 * annotation `org.opencontainers.image.ref.name` is `path:tag`, or a tag alone where the
 * folder stands for one repository.
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assertDigest, isDigest } from '../inspect/digest';
import { type Descriptor, parseManifest } from '../inspect/manifest';
import { ProblemError } from '../problem';

const REFERENCE_NAME = 'org.opencontainers.image.ref.name';

interface Contents {
  /** Of `index.json` as it was read. */
  version: string;
  /** Digest by tag, by path of the repository. */
  tags: Map<string, Map<string, string>>;
  /** Manifests by the digest of their subject. */
  referrers: Map<string, Descriptor[]>;
  /** Manifests of a repository, those in its indexes among them. */
  manifests: Map<string, Set<string>>;
}

/** @internal */
export class Layout {
  #contents: Contents | undefined;

  constructor(
    private readonly folder: string,
    private readonly manifestLimit: number,
  ) {}

  /** Read anew when `index.json` has changed. */
  async contents(): Promise<Contents> {
    const path = join(this.folder, 'index.json');
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) {
      throw new ProblemError(
        'unavailable',
        `The folder ${this.folder} is no OCI image layout: it has no index.json`,
      );
    }
    const version = `${found.mtimeMs}-${found.size}-${found.ino}`;
    if (this.#contents?.version !== version) {
      this.#contents = await this.#read(path, version);
    }
    return this.#contents;
  }

  /** @throws ProblemError if it is missing, too large, or other than its digest says. */
  async blob(digest: string, limit: number): Promise<Buffer> {
    if (!isDigest(digest)) {
      throw new ProblemError('invalid', `${digest} is no digest`);
    }
    const path = join(this.folder, 'blobs', ...digest.split(':'));
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) {
      throw new ProblemError('not-found', `${digest} is not in the layout`);
    }
    if (found.size > limit) {
      throw new ProblemError('too-large', `${digest} is larger than allowed`);
    }
    const content = await readFile(path);
    assertDigest(content, digest, 'The blob');
    return content;
  }

  async #read(path: string, version: string): Promise<Contents> {
    const { size } = await stat(path);
    if (size > this.manifestLimit) {
      throw new ProblemError(
        'too-large',
        'index.json is larger than manifests may be',
      );
    }
    const index = parseManifest(await readFile(path), 'index.json');
    if (index.kind !== 'index') {
      throw new ProblemError('invalid', 'index.json is no index');
    }
    const contents: Contents = {
      version,
      tags: new Map(),
      referrers: new Map(),
      manifests: new Map(),
    };
    for (const descriptor of index.manifests) {
      const name = descriptor.annotations[REFERENCE_NAME] ?? '';
      const colon = name.lastIndexOf(':');
      const repository = colon < 0 ? '' : name.slice(0, colon);
      const tag = name.slice(colon + 1);
      if (tag !== '') {
        getOrMake(
          contents.tags,
          repository,
          () => new Map<string, string>(),
        ).set(tag, descriptor.digest);
      }
      await this.#addManifest(contents, repository, descriptor);
    }
    return contents;
  }

  /** One that can't be read is told when it is asked for. */
  async #addManifest(
    { manifests, referrers }: Contents,
    repository: string,
    descriptor: Descriptor,
  ): Promise<void> {
    const known = getOrMake(manifests, repository, () => new Set<string>());
    known.add(descriptor.digest);
    const manifest = await this.blob(descriptor.digest, this.manifestLimit)
      .then(content => parseManifest(content, descriptor.digest))
      .catch(error => {
        if (error instanceof ProblemError) {
          return undefined;
        }
        throw error;
      });
    if (manifest?.kind === 'index') {
      manifest.manifests.forEach(it => known.add(it.digest));
    }
    if (manifest?.subject !== undefined) {
      getOrMake(referrers, manifest.subject, (): Descriptor[] => []).push(
        descriptor,
      );
    }
  }
}

function getOrMake<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
