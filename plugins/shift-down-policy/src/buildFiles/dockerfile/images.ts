/** Every image that a build takes from elsewhere. */
import type { Copy, Run } from 'dockerfile-ast';
import type { TextRange } from '../types';
import type { Doubt } from './Check';
import {
  type Base,
  type ParsedDockerfile,
  type Stage,
  type StageInstruction,
  rangeOf,
} from './ParsedDockerfile';

export interface ExternalImage {
  /** Name of the stage that takes it. */
  component: string;
  /** What it is taken for: `base image`, or the flag that names it. */
  role: string;
  /** With its variables replaced. */
  reference: string;
  range: TextRange;
}

/** Images that stages are built on, copy from or mount, in their order. */
export function externalImages(file: ParsedDockerfile): {
  images: ExternalImage[];
  doubts: Doubt[];
} {
  const images: ExternalImage[] = [];
  const doubts: Doubt[] = [];
  for (const stage of file.stages) {
    const { base } = stage;
    if (base.type === 'image') {
      images.push({
        component: stage.name,
        role: 'base image',
        reference: base.reference,
        range: stage.baseRange,
      });
    } else if (base.type === 'unresolved') {
      doubts.push({
        reason: unresolvedBase(stage, base),
        range: stage.baseRange,
      });
    }
    for (const source of stage.instructions.flatMap(sourcesOf)) {
      const name = source.expand(source.written);
      if ('unresolved' in name) {
        doubts.push({
          reason: `${stage.name}: ${source.role} ${source.written} depends on ${name.unresolved}, whose value is not in the file`,
          range: source.range,
        });
      } else if (
        name.text !== 'scratch' &&
        !file.stageNamed(name.text, stage) &&
        !isContext(name.text)
      ) {
        images.push({
          component: stage.name,
          role: source.role,
          reference: name.text,
          range: source.range,
        });
      }
    }
  }
  return { images, doubts };
}

/** Why nobody knows what a stage is built on. */
export function unresolvedBase(
  stage: Stage,
  base: Extract<Base, { type: 'unresolved' }>,
): string {
  return base.variable === ''
    ? `${stage.name}: FROM names no image`
    : `${stage.name}: base image ${base.written} depends on ${base.variable}, whose value is not in the file`;
}

/** The build's own files have no name; an index of a later stage is none either. */
function isContext(name: string): boolean {
  return name === '' || /^\d+$/.test(name);
}

function sourcesOf({ instruction, expand }: StageInstruction) {
  const keyword = instruction.getKeyword();
  if (keyword === 'COPY') {
    const flag = (instruction as Copy).getFromFlag();
    return flag
      ? [
          {
            role: 'COPY --from',
            written: flag.getValue() ?? '',
            range: rangeOf(flag.getValueRange() ?? flag.getRange()),
            expand,
          },
        ]
      : [];
  }
  if (keyword === 'RUN') {
    return (instruction as Run)
      .getFlags()
      .filter(flag => flag.getName() === 'mount')
      .flatMap(flag => {
        const from = flag.getOption('from');
        return from
          ? [
              {
                role: 'RUN --mount from',
                written: from.getValue() ?? '',
                range: rangeOf(flag.getRange()),
                expand,
              },
            ]
          : [];
      });
  }
  return [];
}
