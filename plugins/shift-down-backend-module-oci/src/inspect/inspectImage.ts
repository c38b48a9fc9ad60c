/** Everything about one image, from wherever its repository is kept. */
import type {
  ImageInspection,
  ImageInspectionRequest,
  ImageSourceOptions,
} from '@shift-down/plugin-shift-down-node';
import type { Limits } from '../config/schema';
import { ProblemError } from '../problem';
import { AttachmentReader } from './AttachmentReader';
import { CachedRepository } from './CachedRepository';
import { isDigest } from './digest';
import { listPlaces } from './listPlaces';
import { parseManifest } from './manifest';
import { isTag } from './names';
import { readPlatforms } from './readPlatforms';
import type { Repository } from './Repository';
import { fingerprintOf, formatState, parseState } from './state';

/** @internal */
export interface InspectOptions {
  repository: Repository;
  limits: Limits;
  /** For so long, what was answered is not asked again. */
  recheckMilliseconds: number;
  now: () => number;
}

/**
 * @throws ProblemError for everything that stands in the way.
 * @internal
 */
export async function inspectImage(
  request: ImageInspectionRequest,
  { contents }: Pick<ImageSourceOptions, 'contents'>,
  options: InspectOptions,
): Promise<ImageInspection> {
  const { limits, now } = options;
  const repository = new CachedRepository(options.repository, contents);
  const previous = previousOf(request);
  if (previous && now() - previous.checkedAt < options.recheckMilliseconds) {
    return { outcome: 'unchanged', state: formatState(previous) };
  }

  const digest = await resolve(repository, request);
  const checkedAt = now();
  if (previous?.fingerprint !== undefined && previous.digest === digest) {
    const places = await listPlaces(repository, previous.subjects);
    if (fingerprintOf(places) === previous.fingerprint) {
      return {
        outcome: 'unchanged',
        state: formatState({ ...previous, checkedAt }),
      };
    }
  }

  const top = parseManifest(await repository.manifest(digest), digest);
  const { platforms, attestations } = await readPlatforms(
    repository,
    { digest, top },
    limits,
  );
  const subjects = [...new Set([digest, ...platforms.map(it => it.digest)])];
  const reader = new AttachmentReader(repository, limits);
  await reader.readIndexAttestations(attestations);
  const listed = await placesOrProblem(repository, subjects);
  if (listed.places) {
    await reader.readPlaces(listed.places.places);
  }
  const problem = listed.problem ?? listed.places?.problem ?? reader.problem;
  return {
    outcome: 'read',
    image: {
      repository: repository.name,
      digest,
      isIndex: top.kind === 'index',
      platforms,
      attachments: reader.attachments,
      ...(problem !== undefined && { attachmentsProblem: problem }),
    },
    state: formatState({
      digest,
      checkedAt,
      subjects,
      ...(listed.places &&
        !reader.isTransient && { fingerprint: fingerprintOf(listed.places) }),
    }),
  };
}

/** Of the very image that is asked for. */
function previousOf({ previous, reference }: ImageInspectionRequest) {
  const state = parseState(previous?.state);
  const isSame =
    state !== undefined &&
    state.digest === previous?.digest &&
    (reference.digest === undefined || reference.digest === state.digest);
  return isSame ? state : undefined;
}

async function resolve(
  repository: Repository,
  { reference: { digest, tag } }: ImageInspectionRequest,
): Promise<string> {
  if (digest !== undefined) {
    if (!isDigest(digest)) {
      throw new ProblemError(
        'invalid',
        'The reference has a digest that is none',
      );
    }
    return digest;
  }
  if (tag === undefined) {
    throw new ProblemError(
      'no-digest',
      'The reference has neither digest nor tag',
    );
  }
  if (!isTag(tag)) {
    throw new ProblemError(
      'invalid',
      'The reference has a tag that can be none',
    );
  }
  const resolved = await repository.resolveTag(tag);
  if (resolved === undefined) {
    throw new ProblemError('not-found', `${repository.name} has no tag ${tag}`);
  }
  return resolved;
}

/** The image itself is known by now: what it lacks is told with it. */
async function placesOrProblem(
  repository: CachedRepository,
  subjects: string[],
) {
  try {
    return { places: await listPlaces(repository, subjects) };
  } catch (error) {
    if (error instanceof ProblemError) {
      return { problem: error.message };
    }
    throw error;
  }
}
