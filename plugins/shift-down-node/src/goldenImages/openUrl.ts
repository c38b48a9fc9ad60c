/** Golden images that are declared in a repository, read by Backstage's URL reader. */
import { Readable } from 'node:stream';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  checkSize,
  isDeclaration,
  MAXIMUM_DECLARATION,
  MAXIMUM_FILE,
  MAXIMUM_FILES,
  type FileReader,
} from './FileReader';

/** @public */
export interface UrlResolver {
  /** The URL of what lies beside another. */
  resolveUrl(options: { url: string; base: string }): string;
}

interface UrlOptions {
  urlReader: UrlReaderService;
  signal?: AbortSignal;
  integrations?: UrlResolver;
}

/** @throws if the host refuses, or has nothing there. */
export async function openUrl(
  target: string,
  options: UrlOptions,
): Promise<FileReader> {
  if (target.includes('*')) {
    return openSearch(target, options);
  }
  const { pathname, search } = new URL(target);
  // Some hosts have the path of a file in the query.
  const isFile =
    isDeclaration(pathname) ||
    isDeclaration(new URLSearchParams(search).get('path') ?? '');
  return isFile
    ? {
        ...readerOf(options),
        declarations: [target],
        problems: [],
        isComplete: true,
      }
    : openTree(target, options);
}

async function openSearch(
  target: string,
  options: UrlOptions,
): Promise<FileReader> {
  const { files } = await options.urlReader.search(target, {
    signal: options.signal,
  });
  const known = new Map(files.map(file => [file.url, file]));
  const declarations = [...known.keys()].filter(isDeclarationUrl).sort();
  const isTooMany = declarations.length > MAXIMUM_FILES;
  const byUrl = readerOf(options);
  return {
    ...byUrl,
    read: async (url, maximum) => {
      const content = await known.get(url)?.content();
      return content ? textOf(content, maximum) : byUrl.read(url, maximum);
    },
    declarations: declarations.slice(0, MAXIMUM_FILES),
    problems: isTooMany
      ? [`${target}: only the first ${MAXIMUM_FILES} files are read`]
      : [],
    isComplete: !isTooMany,
  };
}

async function openTree(
  target: string,
  { urlReader, signal }: UrlOptions,
): Promise<FileReader> {
  const problems: string[] = [];
  let isComplete = true;
  const base = target.replace(/\/$/, '');
  const tree = await urlReader.readTree(target, {
    signal,
    filter: (path, info) => {
      const maximum = isDeclaration(path) ? MAXIMUM_DECLARATION : MAXIMUM_FILE;
      if (info && info.size > maximum) {
        if (isDeclaration(path)) {
          problems.push(`${base}/${path}: it is too large to be read`);
          isComplete = false;
        }
        return false;
      }
      return isDeclaration(path) || /\.json$/i.test(path);
    },
  });
  const files = new Map(
    (await tree.files()).map(file => [normalisePath(file.path), file]),
  );
  const declarations = [...files.keys()].filter(isDeclaration).sort();
  if (declarations.length > MAXIMUM_FILES) {
    problems.push(`${target}: only the first ${MAXIMUM_FILES} files are read`);
    isComplete = false;
  }
  const read = async (path: string, maximum: number) => {
    const content = await files.get(normalisePath(path))?.content();
    if (!content) {
      throw new NotFoundError('it isn’t there, or too large');
    }
    return textOf(content, maximum);
  };
  return {
    declarations: declarations.slice(0, MAXIMUM_FILES),
    problems,
    isComplete,
    locationOf: path => `${base}/${path}`,
    read,
    readBeside: (file, path) =>
      read(file.replace(/[^/]*$/, '') + path, MAXIMUM_FILE),
  };
}

function readerOf({
  urlReader,
  signal,
  integrations,
}: UrlOptions): Pick<FileReader, 'locationOf' | 'read' | 'readBeside'> {
  const read = async (url: string, maximum: number) => {
    const response = await urlReader.readUrl(url, { signal });
    return response.stream
      ? readStream(response.stream(), maximum)
      : textOf(await response.buffer(), maximum);
  };
  return {
    locationOf: url => url,
    read,
    readBeside: (file, path) =>
      read(
        integrations?.resolveUrl({ url: path, base: file }) ??
          new URL(path, file).toString(),
        MAXIMUM_FILE,
      ),
  };
}

async function readStream(stream: Readable, maximum: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop by an error destroys the stream.
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    checkSize(bytes, maximum);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function textOf(content: Buffer, maximum: number): string {
  checkSize(content.length, maximum);
  return content.toString('utf8');
}

function isDeclarationUrl(url: string): boolean {
  return /\.ya?ml([?#&]|$)/i.test(url);
}

function normalisePath(path: string): string {
  return path
    .split('/')
    .filter(part => part !== '.' && part !== '')
    .join('/');
}
