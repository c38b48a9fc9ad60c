/**
 * ADD fetches nothing from the network: what lies behind an address changes, is not in
 * review and is scanned by nobody before it is in the image.
 * @see https://docs.docker.com/build/building/best-practices/#add-or-copy
 */
import type { Add, Argument } from 'dockerfile-ast';
import type { CheckOutcome, DockerfileCheck } from '../Check';
import {
  type Stage,
  type StageInstruction,
  rangeOf,
} from '../ParsedDockerfile';

/** An address of the web or of a Git repository, in each form that ADD takes. */
const REMOTE = /^(?:(https?|ftps?|git|ssh):\/\/|[\w.-]{1,64}@[\w.-]{1,255}:)/i;

export const remoteAdd: DockerfileCheck = {
  rule: 'remote-add',
  evaluate({ stages }) {
    const outcome: CheckOutcome = { faults: [], doubts: [] };
    for (const stage of stages) {
      for (const added of stage.instructions) {
        if (added.instruction.getKeyword() === 'ADD') {
          judge(stage, added, outcome);
        }
      }
    }
    return outcome;
  },
};

function judge(
  stage: Stage,
  { instruction, expand }: StageInstruction,
  outcome: CheckOutcome,
): void {
  for (const { word, range } of sourcesOf(instruction as Add)) {
    const source = expand(word);
    if ('unresolved' in source) {
      // What it begins with tells enough, if that is written out.
      if (REMOTE.test(word)) {
        outcome.faults.push(faultOf(stage, word, range));
      } else if (word.startsWith('$')) {
        outcome.doubts.push({
          reason: `${stage.name}: ADD ${word} depends on ${source.unresolved}, whose value is not in the file`,
          range: rangeOf(range),
        });
      }
    } else if (REMOTE.test(source.text)) {
      outcome.faults.push(faultOf(stage, source.text, range));
    }
  }
}

function faultOf(
  { name }: Stage,
  source: string,
  range: ReturnType<Argument['getRange']>,
) {
  return {
    component: name,
    message: `${name}: ADD fetches ${withoutCredentials(
      source,
    )} from the network; fetch and verify it in the pipeline and COPY it`,
    range: rangeOf(range),
  };
}

function withoutCredentials(address: string): string {
  return address
    .replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1')
    .replace(/[?#][\s\S]*$/, '');
}

/** All but the last argument, without the text of here-documents. */
function sourcesOf(instruction: Add) {
  const strings = instruction.getJSONStrings();
  if (strings.length > 0) {
    return strings.slice(0, -1).map(string => ({
      word: string.getJSONValue(),
      range: string.getRange(),
    }));
  }
  const written = instruction.getArguments();
  const document = written.find(argument =>
    argument.getValue().startsWith('<<'),
  );
  const lastLine = document?.getRange().start.line ?? Infinity;
  return written
    .filter(argument => argument.getRange().start.line <= lastLine)
    .slice(0, -1)
    .map(argument => ({
      word: argument.getValue(),
      range: argument.getRange(),
    }));
}
