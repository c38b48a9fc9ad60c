/** Reads files that declare golden images; what is wrong with one stops no other. */
import { parseAllDocuments, type Document } from 'yaml';
import type { z } from 'zod';
import { goldenImageSchema } from './schema';
import type { GoldenImage, GoldenImageParse } from './types';

type Declaration = z.infer<typeof goldenImageSchema>;

/**
 * Reads a YAML file of one or more `GoldenImage` documents. Never throws: a document that
 * is wrong is left out, and a problem says which and why.
 * @public
 */
export function parseGoldenImages(
  text: string,
  location: string,
): GoldenImageParse {
  const problems: string[] = [];
  const images: GoldenImage[] = [];
  let isComplete = true;
  const documents = parseAllDocuments(text);
  const list: Document[] = Array.isArray(documents) ? documents : [];
  for (const [index, document] of list.entries()) {
    const where =
      list.length > 1 ? `${location}, document ${index + 1}` : location;
    const { image, faults } = readDocument(document, location);
    problems.push(...faults.map(fault => `${where}: ${fault}`));
    if (image) {
      images.push(image);
    } else if (faults.length > 0) {
      isComplete = false;
    }
  }
  return joinGoldenImages([{ images, problems, isComplete }]);
}

/**
 * Golden images of several files as one list. Of two with the same name the first counts,
 * and a problem names the other.
 * @public
 */
export function joinGoldenImages(
  parses: readonly GoldenImageParse[],
): GoldenImageParse {
  const byName = new Map<string, GoldenImage>();
  const problems = parses.flatMap(parse => parse.problems);
  for (const image of parses.flatMap(parse => parse.images)) {
    const known = byName.get(image.name);
    if (known) {
      problems.push(
        `${image.location}: the golden image '${image.name}' is declared in ${known.location} already, and only that counts`,
      );
    } else {
      byName.set(image.name, image);
    }
  }
  return {
    images: [...byName.values()],
    problems,
    isComplete: parses.every(parse => parse.isComplete),
  };
}

function readDocument(
  document: Document,
  location: string,
): { image?: GoldenImage; faults: string[] } {
  if (document.errors.length > 0) {
    const [{ message }] = document.errors;
    return { faults: [`is no YAML: ${message.split('\n', 1)[0]}`] };
  }
  const content = toContent(document);
  if (content instanceof Error) {
    return { faults: [`is no YAML: ${content.message}`] };
  }
  if (content === null || content === undefined || isForeign(content)) {
    return { faults: [] };
  }
  const { success, data, error } = goldenImageSchema.safeParse(content);
  if (!success) {
    const name = nameOf(content);
    return {
      faults: error.issues.map(issue => {
        const field = issue.path.join('.');
        const message = inWords(issue);
        return `${name}${field ? `${field}: ` : ''}${message}`;
      }),
    };
  }
  const faults = contradictions(data);
  return faults.length > 0
    ? { faults: faults.map(fault => `${data.metadata.name}: ${fault}`) }
    : { image: toGoldenImage(data, location), faults: [] };
}

/** An object of another kind that lies in the same folder is not ours to judge. */
function isForeign(content: unknown): boolean {
  if (typeof content !== 'object' || content === null) {
    return false;
  }
  const { apiVersion, kind } = content as Record<string, unknown>;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    kind !== 'GoldenImage' &&
    !apiVersion.startsWith('shift-down.io/')
  );
}

function toContent(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function nameOf(content: unknown): string {
  const metadata =
    typeof content === 'object' && content !== null && 'metadata' in content
      ? content.metadata
      : undefined;
  const name =
    typeof metadata === 'object' && metadata !== null && 'name' in metadata
      ? metadata.name
      : undefined;
  return typeof name === 'string' && name.length <= 63 ? `${name}: ` : '';
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `doesn’t know ${issue.keys.map(key => `'${key}'`).join(', ')}`;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return issue.message.startsWith('Invalid input')
      ? `is missing or no ${issue.expected}`
      : issue.message;
  }
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values
      .map(value => `'${String(value)}'`)
      .join(' or ')}`;
  }
  return issue.message;
}

/** What is well-formed by itself and makes no sense together. */
function contradictions({ metadata, spec }: Declaration): string[] {
  const faults: string[] = [];
  const channels = new Set<string>();
  for (const [index, { name }] of spec.channels.entries()) {
    if (channels.has(name)) {
      faults.push(`spec.channels.${index}.name: '${name}' is there twice`);
    }
    channels.add(name);
  }
  const named = [...channels].map(name => `'${name}'`).join(', ');

  const versions = new Set<string>();
  for (const [index, release] of spec.releases.entries()) {
    const field = `spec.releases.${index}`;
    if (versions.has(release.version)) {
      faults.push(`${field}.version: '${release.version}' is there twice`);
    }
    versions.add(release.version);
    if (release.channel === undefined && channels.size > 1) {
      faults.push(`${field}.channel: must be one of ${named}`);
    }
    if (release.channel !== undefined && !channels.has(release.channel)) {
      faults.push(
        `${field}.channel: '${release.channel}' is none of the channels (${named})`,
      );
    }
    const { released, supportedUntil } = release;
    if (released && supportedUntil && supportedUntil < released) {
      faults.push(
        `${field}.supportedUntil: ${supportedUntil} is before it was released (${released})`,
      );
    }
  }
  if (spec.discovery?.channel && !channels.has(spec.discovery.channel)) {
    faults.push(
      `spec.discovery.channel: '${spec.discovery.channel}' is none of the channels (${named})`,
    );
  }
  if (spec.retired?.replacement === metadata.name) {
    faults.push('spec.retired.replacement: must be another golden image');
  }
  return faults;
}

function toGoldenImage(
  { metadata, spec }: Declaration,
  location: string,
): GoldenImage {
  const { releases, ...rest } = spec;
  return {
    ...metadata,
    ...rest,
    releases: releases.map(release => ({
      ...release,
      channel: release.channel ?? spec.channels[0].name,
      declared: true,
    })),
    location,
  };
}
