/** Reads the files that declare golden images, from Git by URL or from a folder. */
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  joinGoldenImages,
  parseGoldenImages,
  type GoldenImage,
  type GoldenImageParse,
} from '@shift-down/plugin-shift-down-policy';
import { MAXIMUM_DECLARATION, type FileReader } from './FileReader';
import { openFolder } from './openFolder';
import { openUrl, type UrlResolver } from './openUrl';

/** Where golden images are declared, as config says. @public */
export interface GoldenImageLocation {
  /**
   * `url`: a file, a tree, or files by a pattern with `*`, read through Backstage's URL
   * reader; `folder`: a folder or file of this machine.
   */
  type: 'url' | 'folder';
  target: string;
}

/** A golden image with the files that it names. @public */
export interface GoldenImageWithFiles {
  image: GoldenImage;
  /** Texts of VEX documents and reports, by their path in the declaration. */
  files: Record<string, string>;
}

/** What one location holds. @public */
export interface GoldenImageLocationRead {
  location: GoldenImageLocation;
  /** `failed`: it says nothing, and what was known before still holds. */
  outcome: 'read' | 'failed';
  images: GoldenImageWithFiles[];
  /** Sentences for people. */
  problems: string[];
  /** Whether every document in it was understood. */
  isComplete: boolean;
}

/** @public */
export interface ReadGoldenImageFilesOptions {
  locations: readonly GoldenImageLocation[];
  urlReader: UrlReaderService;
  /** What relative folders are relative to. */
  baseDirectory: string;
  signal?: AbortSignal;
  /**
   * Finds files beside others for hosts whose URLs aren't paths; `ScmIntegrations` of
   * `@backstage/integration` is one.
   */
  integrations?: UrlResolver;
}

/**
 * Reads all locations, one after the other. A location that can't be read, or declares
 * nothing, has failed and stops no other.
 *
 * @throws what the signal was aborted with.
 * @public
 */
export async function readGoldenImageFiles({
  locations,
  urlReader,
  baseDirectory,
  signal,
  integrations,
}: ReadGoldenImageFilesOptions): Promise<GoldenImageLocationRead[]> {
  const reads: GoldenImageLocationRead[] = [];
  for (const location of locations) {
    signal?.throwIfAborted();
    try {
      const reader =
        location.type === 'url'
          ? await openUrl(location.target, { urlReader, signal, integrations })
          : await openFolder(location.target, { baseDirectory, signal });
      reads.push({ location, ...(await readAll(reader, signal)) });
    } catch (error) {
      signal?.throwIfAborted();
      reads.push(failed(location, [`${location.target}: ${reasonOf(error)}`]));
    }
  }
  return reads.map(read =>
    read.outcome === 'read' && read.images.length === 0
      ? failed(
          read.location,
          read.problems.length > 0
            ? read.problems
            : [`${read.location.target}: declares no golden image`],
        )
      : read,
  );
}

async function readAll(
  reader: FileReader,
  signal: AbortSignal | undefined,
): Promise<Omit<GoldenImageLocationRead, 'location'>> {
  const parses: GoldenImageParse[] = [
    { images: [], problems: reader.problems, isComplete: reader.isComplete },
  ];
  const files = new Map<GoldenImage, string>();
  for (const file of reader.declarations) {
    signal?.throwIfAborted();
    try {
      const text = await reader.read(file, MAXIMUM_DECLARATION);
      const parse = parseGoldenImages(text, reader.locationOf(file));
      parse.images.forEach(image => files.set(image, file));
      parses.push(parse);
    } catch (error) {
      signal?.throwIfAborted();
      parses.push({
        images: [],
        problems: [`${reader.locationOf(file)}: ${reasonOf(error)}`],
        isComplete: false,
      });
    }
  }
  const { images, problems, isComplete } = joinGoldenImages(parses);
  const withFiles: GoldenImageWithFiles[] = [];
  for (const image of images) {
    const beside = await readBeside(reader, files.get(image)!, image, signal);
    withFiles.push({ image, files: beside.files });
    problems.push(...beside.problems);
  }
  return { outcome: 'read', images: withFiles, problems, isComplete };
}

async function readBeside(
  reader: FileReader,
  declaration: string,
  image: GoldenImage,
  signal: AbortSignal | undefined,
): Promise<{ files: Record<string, string>; problems: string[] }> {
  const files: Record<string, string> = {};
  const problems: string[] = [];
  const paths = [
    ...image.vex,
    ...image.releases.flatMap(({ report }) => report ?? []),
  ];
  for (const path of new Set(paths)) {
    signal?.throwIfAborted();
    try {
      files[path] = await reader.readBeside(declaration, path);
    } catch (error) {
      signal?.throwIfAborted();
      problems.push(
        `${image.location}: can’t read '${path}', which '${
          image.name
        }' names: ${reasonOf(error)}`,
      );
    }
  }
  return { files, problems };
}

function failed(
  location: GoldenImageLocation,
  problems: string[],
): GoldenImageLocationRead {
  return {
    location,
    outcome: 'failed',
    images: [],
    problems,
    isComplete: false,
  };
}

function reasonOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
