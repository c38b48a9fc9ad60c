/** One place moved, and proof that nothing else was. */
import type { Arg } from 'dockerfile-ast';
import { parseImageReference } from '../../../imageReference';
import {
  propertiesOf,
  rangeOf,
  type ParsedDockerfile,
} from '../ParsedDockerfile';
import type { TextRange } from '../../types';
import {
  applyEdits,
  editsOf,
  type Definition,
  type Definitions,
  type Replacement,
} from './edits';
import {
  escapeCharacterOf,
  lineStartsOf,
  placesOf,
  type Place,
} from './places';
import type { DockerfileBump } from './types';
import { segmentsOf } from './words';

/** A text with the place moved, or why it cannot be. */
export type Rewriting =
  | { text: string; reference: string }
  | { problem: string };

/**
 * Moves the place with this index. Another place may change with it, if a variable gives
 * both, only where `mayChange` says that it is to be moved as well, and to the same end.
 */
export function rewritePlace(
  text: string,
  index: number,
  bump: DockerfileBump,
  mayChange: (place: Place) => boolean,
): Rewriting {
  const buildArguments = bump.buildArguments ?? {};
  const before = placesOf(text, buildArguments);
  const place = before.places[index];
  if (!('text' in place.expansion)) {
    return { problem: 'its value is not in the file' };
  }
  const reference = place.expansion.text;
  if (!/^[^\s@]+[^\s@:/](?:@[^\s@]+)?$/.test(reference)) {
    return { problem: `${reference} is no whole reference of an image` };
  }
  const replacements = replacementsIn(reference, bump);
  if (replacements.length === 0) {
    return { text, reference };
  }
  const source = sourceOf(text);
  const segments = source.segments(place.range);
  if ('problem' in segments) {
    return segments;
  }
  if (
    place.role === 'source' &&
    segments.some(({ type }) => type === 'variable')
  ) {
    return { problem: 'not every builder replaces variables there' };
  }
  const definitions = definitionsIn(before.file, source, buildArguments);
  const edits = editsOf(segments, replacements, definitions);
  if ('problem' in edits) {
    return edits;
  }
  const changed = applyEdits(text, edits);
  const after = placesOf(changed, buildArguments);
  const target = applyEdits(reference, replacements);
  const problem =
    unexpectedPlace(before.places, after.places, index, target, mayChange) ??
    unexpectedVariable(before.file, after.file);
  return problem === undefined
    ? { text: changed, reference: target }
    : { problem };
}

/** What of a reference has to change; its repository stays as it is written. */
function replacementsIn(
  reference: string,
  { to }: DockerfileBump,
): Replacement[] {
  const { tag, digest } = parseImageReference(reference);
  const newTag = to.tag ?? to.version;
  const at = reference.indexOf('@');
  const end = at < 0 ? reference.length : at;
  const replacements: Replacement[] = [];
  if (tag !== undefined && tag !== newTag) {
    replacements.push({ start: end - tag.length, end, text: newTag });
  }
  if (digest === undefined) {
    const missing = tag === undefined ? `:${newTag}` : '';
    replacements.push({ start: end, end, text: `${missing}@${to.digest}` });
  } else if (digest !== to.digest) {
    replacements.push({
      start: at + 1,
      end: at + 1 + digest.length,
      text: to.digest,
    });
  }
  return replacements;
}

function sourceOf(text: string) {
  const starts = lineStartsOf(text);
  const escape = escapeCharacterOf(text);
  return {
    segments(range: TextRange) {
      const start = starts[range.line - 1] + range.column - 1;
      const end = starts[range.endLine - 1] + range.endColumn - 1;
      return segmentsOf(text.slice(start, end), start, escape);
    },
  };
}

/** Variables that ARG gives in front of the first stage. */
function definitionsIn(
  file: ParsedDockerfile,
  source: ReturnType<typeof sourceOf>,
  buildArguments: Readonly<Record<string, string>>,
): Definitions {
  const properties = file.globalArguments.flatMap((it: Arg) =>
    propertiesOf(it),
  );
  const define = (
    name: string,
    within: readonly string[],
  ): Definition | { problem: string } => {
    if (Object.hasOwn(buildArguments, name)) {
      return { problem: `the build gives the value of ${name}` };
    }
    const given = properties.filter(it => it.getName() === name);
    const range = given[0]?.getValueRange();
    if (given.length !== 1 || !range || within.includes(name)) {
      return { problem: `ARG ${name} is not given exactly once` };
    }
    const segments = source.segments(rangeOf(range));
    if ('problem' in segments) {
      return { problem: `ARG ${name}: ${segments.problem}` };
    }
    let value = '';
    for (const segment of segments) {
      if (segment.type === 'text') {
        value += segment.value;
        continue;
      }
      const inner = define(segment.name, [...within, name]);
      if ('problem' in inner) {
        return inner;
      }
      value += inner.value;
    }
    return { value, segments };
  };
  return name => define(name, []);
}

function unexpectedPlace(
  before: Place[],
  after: Place[],
  index: number,
  target: string,
  mayChange: (place: Place) => boolean,
): string | undefined {
  const textOf = ({ expansion }: Place) =>
    'text' in expansion ? expansion.text : undefined;
  if (before.length !== after.length || textOf(after[index]) !== target) {
    return 'what it is made of cannot be told for certain';
  }
  const other = before.findIndex((place, at) => {
    if (at === index || textOf(place) === textOf(after[at])) {
      return false;
    }
    return !mayChange(place) || textOf(after[at]) !== target;
  });
  return other < 0
    ? undefined
    : `a variable that gives it is used in line ${before[other].range.line} for something else, too`;
}

/** Stages that take a variable over with ARG use it for who knows what. */
function unexpectedVariable(
  before: ParsedDockerfile,
  after: ParsedDockerfile,
): string | undefined {
  const takenOver = (file: ParsedDockerfile) =>
    file.stages.flatMap(stage =>
      stage.instructions
        .filter(({ instruction }) => instruction.getKeyword() === 'ARG')
        .flatMap(({ instruction, expand }) =>
          propertiesOf(instruction as Arg).map(property => ({
            name: property.getName(),
            stage: stage.name,
            value: JSON.stringify(expand(`\${${property.getName()}}`)),
          })),
        ),
    );
  const then = takenOver(before);
  const changed = takenOver(after).find(
    ({ value }, index) => value !== then[index]?.value,
  );
  return (
    changed &&
    `ARG ${changed.name} gives it, and ${changed.stage} uses that for something else, too`
  );
}
