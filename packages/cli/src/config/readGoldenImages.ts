/** What Dockerfiles should build on, as the platform declares it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import {
  joinGoldenImages,
  parseGoldenImages,
  type GoldenImage,
} from '@shift-down/plugin-shift-down-policy';
import { isMap, parseAllDocuments } from 'yaml';
import { goldenImagesSchema, parsed, type GoldenImages } from './readConfig';

/**
 * Reads a `GoldenImage` file, a folder of them, or a list of repositories. Images that are
 * retired are none to build on.
 * @throws InputError for what is none of them, or not all of it can be understood.
 */
export function readGoldenImages(path: string, now = new Date()): GoldenImages {
  const isFolder = stat(path).isDirectory();
  if (!isFolder && !isDeclaration(path)) {
    return parsed(path, goldenImagesSchema);
  }
  const files = isFolder ? filesBelow(path) : [path];
  const { images, problems } = joinGoldenImages(
    files.map(file => parseGoldenImages(read(file), file)),
  );
  if (problems.length > 0) {
    throw new InputError(problems.join('\n'));
  }
  if (images.length === 0) {
    throw new InputError(`'${path}' declares no golden image`);
  }
  return images
    .filter(image => !isRetired(image, now))
    .map(({ repository }) => ({ repository }));
}

function isRetired({ retired }: GoldenImage, now: Date): boolean {
  return (
    retired !== undefined &&
    (retired.since === undefined || new Date(retired.since) <= now)
  );
}

/** Objects say what they are; a list does not. */
function isDeclaration(file: string): boolean {
  const documents = parseAllDocuments(read(file));
  return (
    Array.isArray(documents) &&
    documents.some(
      ({ contents }) => isMap(contents) && contents.has('apiVersion'),
    )
  );
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.ya?ml$/i.test(file) && !/(^|\/)\./.test(file))
    .sort()
    .map(file => join(folder, file))
    .filter(file => stat(file).isFile());
}

function stat(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw new InputError(`Can’t read '${path}': ${(error as Error).message}`);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`Can’t read '${file}': ${(error as Error).message}`);
  }
}
