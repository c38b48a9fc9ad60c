/**
 * No secret stands in ENV or ARG: both end up in the image or its history, where everybody
 * who may pull it can read them. Values are never repeated.
 * @see https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
 */
import type { Arg, Env, Property } from 'dockerfile-ast';
import { isEmptyValue, isTelling } from '../../../redaction/names';
import { redactRandomness } from '../../../redaction/randomness';
import { redactTokens } from '../../../redaction/tokens';
import type { DockerfileCheck, Fault } from '../Check';
import { propertiesOf, rangeOf } from '../ParsedDockerfile';

export const secrets: DockerfileCheck = {
  rule: 'secrets',
  evaluate({ stages, globalArguments }) {
    const faults = globalArguments.flatMap(instruction =>
      faultsOf('', 'ARG', instruction),
    );
    for (const { name, instructions } of stages) {
      for (const { instruction } of instructions) {
        const keyword = instruction.getKeyword();
        if (keyword === 'ARG' || keyword === 'ENV') {
          faults.push(...faultsOf(name, keyword, instruction as Arg | Env));
        }
      }
    }
    return { faults, doubts: [] };
  },
};

function faultsOf(
  component: string,
  keyword: 'ARG' | 'ENV',
  instruction: Arg | Env,
): Fault[] {
  return propertiesOf(instruction).flatMap(property => {
    const what = secretIn(keyword, property);
    const name = property.getName();
    return what
      ? [
          {
            component,
            message: `${component && `${component}: `}${keyword} ${redactTokens(
              name,
            )} ${what}; use RUN --mount=type=secret while building, and the environment of the container when running`,
            range: rangeOf(property.getNameRange()),
          },
        ]
      : [];
  });
}

function secretIn(
  keyword: 'ARG' | 'ENV',
  property: Property,
): string | undefined {
  const value = property.getValue() ?? '';
  if (looksSecret(value)) {
    return 'holds what looks like a secret';
  }
  if (!isTelling(property.getName()) || pointsElsewhere(value)) {
    return undefined;
  }
  if (value !== '' && !isEmptyValue(value)) {
    return 'holds a secret, by its name';
  }
  return keyword === 'ARG' ? 'takes a secret, by its name' : undefined;
}

/** Checksums and ids of commits and keys are drawn at random, too, and are public. */
const HEXADECIMAL = /\b(?:sha\d{3}-[A-Za-z0-9+/=]+|(?:0x)?[a-fA-F0-9]{20,})\b/g;

function looksSecret(value: string): boolean {
  const suspicious = value.replace(HEXADECIMAL, '');
  return (
    redactTokens(value) !== value || redactRandomness(suspicious) !== suspicious
  );
}

/** The file in which the secret will be mounted, or an address without credentials. */
function pointsElsewhere(value: string): boolean {
  return /^(?:\/(?:var\/)?run\/secrets\/|[a-z][a-z0-9+.-]*:\/\/[^@]*$)/i.test(
    value,
  );
}
