/**
 * The final stage ends with a USER that is not root. Without one, containers run as the
 * user of the base image, which is root unless somebody saw to it.
 * @see https://docs.docker.com/build/building/best-practices/#user
 */
import { type CheckOutcome, type DockerfileCheck } from '../Check';
import { goldenImageOf, rootOf } from '../golden';
import type { DockerfileOptions } from '../options';
import { type Stage, rangeOf } from '../ParsedDockerfile';

/** Users that may do everything, on Linux and on Windows. */
const ROOT = /^(?:root|\+?0+|ContainerAdministrator)$/i;

export const nonRootUser: DockerfileCheck = {
  rule: 'non-root-user',
  evaluate(file, options) {
    const final = file.stages[file.stages.length - 1];
    let stage = final;
    for (;;) {
      const last = stage.instructions.findLast(
        ({ instruction, onBuild }) =>
          !onBuild && instruction.getKeyword() === 'USER',
      );
      if (last) {
        const { instruction } = last;
        const range = rangeOf(
          instruction.getArgumentsRange() ?? instruction.getRange(),
        );
        const written = instruction.getArgumentsContent() ?? '';
        const user = last.expand(written);
        if ('unresolved' in user) {
          return doubt(
            `${final.name}: USER ${written} depends on ${user.unresolved}, whose value is not in the file`,
            range,
          );
        }
        return judge(final, user.text, range);
      }
      if (stage.base.type !== 'stage') {
        return judgeInherited(final, options);
      }
      stage = stage.base.stage;
    }
  },
};

function judge(
  final: Stage,
  user: string,
  range: Stage['baseRange'],
): CheckOutcome {
  const name = user.split(':')[0].trim();
  if (name !== '' && !ROOT.test(name)) {
    return { faults: [], doubts: [] };
  }
  return fault(
    final,
    name === ''
      ? `${final.name}: USER names no user`
      : `${final.name}: the final stage runs as USER ${user}, which is root; end it with a USER of its own, by number`,
    range,
  );
}

function judgeInherited(
  final: Stage,
  { goldenImages = [] }: DockerfileOptions,
): CheckOutcome {
  const { stage, base } = rootOf(final);
  const golden = goldenImageOf(base, goldenImages);
  if (golden?.runsAsNonRoot) {
    return { faults: [], doubts: [] };
  }
  const range = stage.baseRange;
  const none = `${final.name}: the final stage sets no USER`;
  if (base.type === 'scratch') {
    return fault(final, `${none}, so it runs as root`, range);
  }
  const image = base.type === 'image' ? base.reference : base.written;
  return golden?.runsAsNonRoot === undefined && golden
    ? doubt(
        `${none}, and it is not said whether the golden image ${image} runs as another user than root`,
        range,
      )
    : fault(
        final,
        `${none}, so it runs as whatever user ${image} names, most often root; end it with a USER of its own, by number`,
        range,
      );
}

function fault(
  { name }: Stage,
  message: string,
  range: Stage['baseRange'],
): CheckOutcome {
  return { faults: [{ component: name, message, range }], doubts: [] };
}

function doubt(reason: string, range: Stage['baseRange']): CheckOutcome {
  return { faults: [], doubts: [{ reason, range }] };
}
