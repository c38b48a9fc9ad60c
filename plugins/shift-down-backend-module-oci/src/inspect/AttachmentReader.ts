/*
 * Reads the documents that places name, bounded in number and size. What can't be read
 * is named; nothing of it stops the others.
 */
import type {
  AttachmentPlace,
  ImageAttachment,
} from '@shift-down/plugin-shift-down-common';
import type { Limits } from '../config/schema';
import { ProblemError } from '../problem';
import type { CachedRepository } from './CachedRepository';
import type { Place } from './listPlaces';
import { type Descriptor, type Manifest, parseManifest } from './manifest';
import type { IndexAttestation } from './readPlatforms';

const MIB = 1024 * 1024;
/** Configurations say what an artifact is, unless they are an image's or empty. */
const NO_ARTIFACT_TYPES = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.empty.v1+json',
]);
/** Anything else is no text, or nothing that speaks about an image. */
const READABLE = /(^text\/|[/+]json($|;))/;

/** @internal */
export class AttachmentReader {
  readonly attachments: ImageAttachment[] = [];
  #bytesLeft: number;
  #problem: string | undefined;
  #isTransient = false;

  constructor(
    private readonly repository: CachedRepository,
    private readonly limits: Limits,
  ) {
    this.#bytesLeft = limits.documentsMiB * MIB;
  }

  /** Why there may be more than these. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Whether reading again may bring more. */
  get isTransient(): boolean {
    return this.#isTransient;
  }

  async readPlaces(places: Place[]): Promise<void> {
    for (const { subject, place, found } of places) {
      await this.#guarded(async () => {
        if ('manifests' in found) {
          for (const descriptor of found.manifests) {
            await this.#readManifest(subject, place, descriptor.digest);
          }
        } else {
          await this.#readTagged(subject, place, found.tagged);
        }
      });
    }
  }

  async readIndexAttestations(attestations: IndexAttestation[]): Promise<void> {
    for (const { subject, descriptor } of attestations) {
      await this.#guarded(() =>
        this.#readManifest(subject, 'index', descriptor.digest),
      );
    }
  }

  async #readTagged(
    subject: string,
    place: AttachmentPlace,
    digest: string,
  ): Promise<void> {
    const tagged = parseManifest(
      await this.repository.manifest(digest),
      digest,
    );
    if (tagged.kind === 'manifest') {
      await this.#readDocuments(subject, place, tagged);
      return;
    }
    for (const descriptor of tagged.manifests) {
      await this.#guarded(() =>
        this.#readManifest(subject, place, descriptor.digest),
      );
    }
  }

  async #readManifest(
    subject: string,
    place: AttachmentPlace,
    digest: string,
  ): Promise<void> {
    if (this.#isFull()) {
      return;
    }
    const manifest = parseManifest(
      await this.repository.manifest(digest),
      digest,
    );
    if (manifest.kind === 'index') {
      this.#note(`${digest} is an index where a document was expected`);
      return;
    }
    const names = manifest.subject ?? subject;
    if (place !== 'index' && names !== subject) {
      this.#note(`${digest} is listed for an image that it does not speak of`);
      return;
    }
    await this.#readDocuments(subject, place, manifest);
  }

  async #readDocuments(
    subject: string,
    place: AttachmentPlace,
    manifest: Manifest,
  ): Promise<void> {
    const { artifactType, config, annotations } = manifest;
    const configType = NO_ARTIFACT_TYPES.has(config.mediaType)
      ? ''
      : config.mediaType;
    for (const layer of manifest.layers) {
      if (this.#isFull()) {
        return;
      }
      this.attachments.push({
        subject,
        place,
        digest: layer.digest,
        artifactType: artifactType ?? configType,
        mediaType: layer.mediaType,
        annotations: { ...annotations, ...layer.annotations },
        ...(await this.#contentOf(layer)),
      });
    }
  }

  async #contentOf(
    layer: Descriptor,
  ): Promise<Pick<ImageAttachment, 'content' | 'problem'>> {
    if (!READABLE.test(layer.mediaType)) {
      return {
        problem: `documents of the type ${layer.mediaType} are not read`,
      };
    }
    const limit = Math.min(this.limits.documentMiB * MIB, this.#bytesLeft);
    if (layer.size > limit) {
      return { problem: 'it is larger than documents may be' };
    }
    try {
      const content = await this.repository.blob(layer, limit);
      this.#bytesLeft -= content.length;
      return {
        content: new TextDecoder('utf-8', { fatal: true }).decode(content),
      };
    } catch (error) {
      if (error instanceof ProblemError) {
        this.#isTransient ||= mayPass(error);
        return { problem: error.message };
      }
      if (error instanceof TypeError) {
        return { problem: 'it is no text in UTF-8' };
      }
      throw error;
    }
  }

  #isFull(): boolean {
    const isFull = this.attachments.length >= this.limits.documents;
    if (isFull) {
      this.#note(`there are more than ${this.limits.documents} documents`);
    }
    return isFull;
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProblemError)) {
        throw error;
      }
      this.#isTransient ||= mayPass(error);
      this.#note(error.message);
    }
  }

  #note(problem: string): void {
    this.#problem ??= problem;
  }
}

/** What is wrong with content stays wrong, for it never changes. */
function mayPass({ problem }: ProblemError): boolean {
  return problem !== 'too-large' && problem !== 'invalid';
}
