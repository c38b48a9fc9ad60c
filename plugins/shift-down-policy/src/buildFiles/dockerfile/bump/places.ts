/** Where a Dockerfile names images of elsewhere, and what it says there. */
import { DockerfileParser, type Copy, type Run } from 'dockerfile-ast';
import type { TextRange } from '../../types';
import {
  parseDockerfile,
  rangeOf,
  type ParsedDockerfile,
  type Stage,
  type StageInstruction,
} from '../ParsedDockerfile';
import type { Expansion } from '../variables';

/** A word that names an image, a stage or nothing known. */
export interface Place {
  /** Variables in front of the first stage are all that a base can be made of. */
  role: 'base' | 'source';
  range: TextRange;
  expansion: Expansion;
  /** Whether it names an earlier stage, or the build's own files. */
  isInternal: boolean;
}

/** In the order of the file; as many before a change as after it. */
export function placesOf(
  text: string,
  buildArguments: Readonly<Record<string, string>>,
): { file: ParsedDockerfile; places: Place[] } {
  const file = parseDockerfile(text, buildArguments);
  const places = file.stages.flatMap(stage => [
    basePlace(stage),
    ...stage.instructions.flatMap(it => sourcePlaces(it, stage, file)),
  ]);
  return { file, places };
}

function basePlace({ base, baseRange }: Stage): Place {
  const common = { role: 'base' as const, range: baseRange };
  switch (base.type) {
    case 'image':
      return {
        ...common,
        expansion: { text: base.reference },
        isInternal: false,
      };
    case 'unresolved':
      return {
        ...common,
        expansion: { unresolved: base.variable },
        isInternal: false,
      };
    case 'stage':
      return {
        ...common,
        expansion: { text: base.stage.name },
        isInternal: true,
      };
    default:
      return { ...common, expansion: { text: 'scratch' }, isInternal: true };
  }
}

function sourcePlaces(
  { instruction, expand }: StageInstruction,
  stage: Stage,
  file: ParsedDockerfile,
): Place[] {
  return wordsOf(instruction).map(({ written, range }) => {
    const expansion = expand(written);
    return {
      role: 'source',
      range,
      expansion,
      isInternal:
        'text' in expansion &&
        (/^(?:\d*|scratch)$/.test(expansion.text) ||
          file.stageNamed(expansion.text, stage) !== undefined),
    };
  });
}

function wordsOf(instruction: StageInstruction['instruction']) {
  if (instruction.getKeyword() === 'COPY') {
    const flag = (instruction as Copy).getFromFlag();
    const range = flag?.getValueRange();
    return range
      ? [{ written: flag?.getValue() ?? '', range: rangeOf(range) }]
      : [];
  }
  if (instruction.getKeyword() === 'RUN') {
    return (instruction as Run)
      .getFlags()
      .filter(flag => flag.getName() === 'mount')
      .flatMap(flag => {
        const option = flag.getOption('from');
        const range = option?.getValueRange();
        return range
          ? [{ written: option?.getValue() ?? '', range: rangeOf(range) }]
          : [];
      });
  }
  return [];
}

/** The character that takes the meaning of the next one away. */
export function escapeCharacterOf(text: string): string {
  return DockerfileParser.parse(text).getEscapeCharacter();
}

/** Where each line begins; lines end as the parser sees it. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) {
    starts.push(end.index + end[0].length);
  }
  return starts;
}
