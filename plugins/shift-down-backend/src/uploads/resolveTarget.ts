/** What an upload counts for, and whether its service may speak about that. */
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  matchesRepository,
  type ReadUpload,
  type UploadSubject,
} from '@shift-down/plugin-shift-down-policy';
import type { UploadEntry } from './config';
import type { UploadQuery } from './readQuery';

/** @internal */
export type UploadTarget =
  | {
      kind: 'image';
      /** Normalised. */
      repository: string;
      /** First the one that it is filed under. */
      digests: [string, ...string[]];
      tag?: string;
      /** Whether the document itself says that the repository has this digest. */
      isProven: boolean;
    }
  | { kind: 'repository'; entityRef: string };

/** Unknown and forbidden answer alike. @internal */
export function foreign(what: string): NotAllowedError {
  return new NotAllowedError(
    `No entry of this service in shiftDown.uploads covers ${what}: have the platform team add it`,
  );
}

/**
 * Where the document names images by digest, it can only be about one of them, whatever
 * the request says; where it does not, the request has to say it.
 *
 * @param entries - Those of the service that uploads.
 * @param digestsBeside - Digests that mean the same image as these in a repository.
 * @throws NotAllowedError if that is not covered, InputError if it is not said.
 * @internal
 */
export async function resolveTarget(
  upload: Pick<ReadUpload, 'format' | 'subject'>,
  query: UploadQuery,
  entries: readonly UploadEntry[],
  digestsBeside: (
    repository: string,
    digests: readonly string[],
  ) => Promise<ReadonlySet<string>>,
): Promise<UploadTarget> {
  const allowed = entries.filter(
    ({ formats }) => !formats || formats.includes(upload.format),
  );
  if (allowed.length === 0) {
    throw foreign(`the format ${upload.format}`);
  }
  const subject = subjectOf(upload, query);
  return subject.kind === 'repository'
    ? entityTarget(query, allowed)
    : await imageTarget(subject, query, allowed, digestsBeside);
}

/** SARIF and CycloneDX often do not say what was scanned; whoever uploads knows. */
function subjectOf(
  { format, subject }: Pick<ReadUpload, 'format' | 'subject'>,
  { digest, repository }: UploadQuery,
): UploadSubject {
  if (subject.kind === 'image' || (!digest && !repository)) {
    return subject;
  }
  if (format === 'sarif' || format === 'cyclonedx') {
    return { kind: 'image', references: [], digests: [] };
  }
  throw new InputError(
    'The report is about files, so it can’t be uploaded for an image: leave out repository and digest, or scan the image',
  );
}

function entityTarget(
  { entityRef }: UploadQuery,
  entries: readonly UploadEntry[],
): UploadTarget {
  if (!entityRef) {
    throw new InputError(
      'The report is about files of a repository: say with ?entityRef= which entity they are built into, or with ?repository= and ?digest= which image it is about',
    );
  }
  if (!coversEntity(entries, entityRef)) {
    throw foreign(entityRef);
  }
  return { kind: 'repository', entityRef };
}

async function imageTarget(
  subject: Extract<UploadSubject, { kind: 'image' }>,
  query: UploadQuery,
  entries: readonly UploadEntry[],
  digestsBeside: Parameters<typeof resolveTarget>[3],
): Promise<UploadTarget> {
  const repository = repositoryOf(subject, query, entries);
  if (!coversRepository(entries, repository)) {
    throw foreign(repository);
  }
  if (query.entityRef && !coversEntity(entries, query.entityRef)) {
    throw foreign(query.entityRef);
  }
  const proven = subject.references
    .filter(it => it.repository === repository)
    .map(it => it.digest);
  if (query.digest && proven.length > 0) {
    const beside = await digestsBeside(repository, proven);
    if (!proven.includes(query.digest) && !beside.has(query.digest)) {
      throw new NotAllowedError(
        `The report is about ${proven[0]} of ${repository}, not about the digest that the request names: upload the report of that digest`,
      );
    }
  }
  const digests = [
    ...(query.digest ? [query.digest] : []),
    ...proven,
    // What a tool computed of an image that no registry had may be of no use, and no harm.
    ...(proven.length > 0 || !query.digest ? subject.digests : []),
  ];
  const [first, ...others] = new Set(digests);
  if (first === undefined) {
    throw new InputError(
      'The report names no digest, as it was made before the image was pushed: say with ?digest= what the registry calls it',
    );
  }
  return {
    kind: 'image',
    repository,
    digests: [first, ...others],
    ...(subject.tag && subject.repository === repository
      ? { tag: subject.tag }
      : {}),
    isProven: proven.length > 0,
  };
}

function repositoryOf(
  { references, repository }: Extract<UploadSubject, { kind: 'image' }>,
  query: UploadQuery,
  entries: readonly UploadEntry[],
): string {
  if (query.repository) {
    if (
      references.length > 0 &&
      !references.some(it => it.repository === query.repository)
    ) {
      throw new NotAllowedError(
        `The report is about an image of ${references[0].repository}, not of ${query.repository}: upload the report of that image`,
      );
    }
    return query.repository;
  }
  const covered = references.find(it =>
    coversRepository(entries, it.repository),
  );
  const found = covered?.repository ?? references[0]?.repository ?? repository;
  if (!found) {
    throw new InputError(
      'The report does not say which repository the image is of: say so with ?repository=',
    );
  }
  return found;
}

/** @internal */
export function coversRepository(
  entries: readonly UploadEntry[],
  repository: string,
): boolean {
  return entries.some(it => matchesRepository(it.repositories, repository));
}

/** @internal */
export function coversEntity(
  entries: readonly UploadEntry[],
  entityRef: string,
): boolean {
  return entries.some(it =>
    it.entities.some(ref => ref === '*' || ref === entityRef),
  );
}
