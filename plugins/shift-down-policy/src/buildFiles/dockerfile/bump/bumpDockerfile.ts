/**
 * Moves a Dockerfile to another release of a golden image: in all stages, also where ARG
 * gives the base. What cannot be changed without changing something else stays as it is.
 */
import { parseImageReference } from '../../../imageReference';
import { placesOf, lineStartsOf, type Place } from './places';
import { rewritePlace } from './rewritePlace';
import type { DockerfileBump, DockerfileBumpResult } from './types';

/**
 * Rewrites tag and digest of a golden image wherever a Dockerfile names it: `FROM`,
 * `COPY --from`, `RUN --mount from`, and ARG in front of the first stage. Comments,
 * formatting and line ends stay byte for byte. Done twice, it changes nothing more.
 *
 * @remarks
 * A place that is already pinned by digest gets the new one; one that is not is pinned.
 * Whoever gives `--build-arg` in the build has to say so in `buildArguments`.
 * @see https://docs.docker.com/reference/dockerfile/
 * @public
 */
export function bumpDockerfile(
  text: string,
  bump: DockerfileBump,
): DockerfileBumpResult {
  const buildArguments = bump.buildArguments ?? {};
  const repository = parseImageReference(bump.repository).repository;
  const original = placesOf(text, buildArguments).places;
  const result: DockerfileBumpResult = {
    text,
    changes: [],
    problems: [],
    others: [],
  };
  const isGolden = (place: Place): string | undefined =>
    !place.isInternal &&
    'text' in place.expansion &&
    parseImageReference(place.expansion.text).repository === repository
      ? place.expansion.text
      : undefined;

  for (const [index, before] of original.entries()) {
    const { line } = before.range;
    const doubt = doubtOf(before, text, repository);
    const from = isGolden(before);
    if (doubt) {
      result.problems.push({ line, reason: doubt });
    } else if (from !== undefined && !isThere(from, bump)) {
      if (!isToLeave(from, bump)) {
        result.others.push({ line, reference: from });
        continue;
      }
      const rewritten = rewritePlace(result.text, index, bump, place => {
        const reference = isGolden(place);
        return reference !== undefined && isToLeave(reference, bump);
      });
      if ('problem' in rewritten) {
        result.problems.push({ line, reason: rewritten.problem });
      } else {
        result.text = rewritten.text;
        result.changes.push({ line, from, to: rewritten.reference });
      }
    }
  }
  return result;
}

/** Whether a reference is the release already, as firmly as it can be. */
function isThere(reference: string, { to, from }: DockerfileBump): boolean {
  const { tag, digest } = parseImageReference(reference);
  const sameTag = tag === (to.tag ?? to.version);
  return digest === undefined
    ? sameTag && from !== undefined
    : digest === to.digest && (tag === undefined || sameTag);
}

function isToLeave(reference: string, { from }: DockerfileBump): boolean {
  if (!from) {
    return true;
  }
  const { tag = 'latest', digest } = parseImageReference(reference);
  return (
    (digest !== undefined && from.digests?.includes(digest)) ||
    // A digest alone has no tag, not even the implied one.
    (/:[^/@]+(?:@|$)/.test(reference) || digest === undefined
      ? from.tags?.includes(tag) ?? false
      : false)
  );
}

/** Why nobody can tell whether a place is the golden image; only where it may be. */
function doubtOf(
  place: Place,
  text: string,
  repository: string,
): string | undefined {
  const { expansion, range } = place;
  if (!('unresolved' in expansion) || expansion.unresolved === '') {
    return undefined;
  }
  const starts = lineStartsOf(text);
  const written = text.slice(
    starts[range.line - 1] + range.column - 1,
    starts[range.endLine - 1] + range.endColumn - 1,
  );
  const [known] = written.split('$');
  const shorter = repository.replace(/^docker\.io\/(?:library\/)?/, '');
  const mayBe = [repository, shorter].some(
    name => name.startsWith(known) || known.startsWith(`${name}:`),
  );
  return mayBe
    ? `${written} depends on ${expansion.unresolved}, whose value is not in the file`
    : undefined;
}
