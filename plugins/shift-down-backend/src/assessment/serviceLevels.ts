/** Until when vulnerabilities have to be dealt with, as config says. */
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  parseKnownExploited,
  serviceLevelsOf,
  serviceLevelsSchema,
  type ServiceLevels,
} from '@shift-down/plugin-shift-down-policy';
import { readFileSync } from 'node:fs';

/**
 * Reads `shiftDown.sla`, and the list of known exploited vulnerabilities that it names.
 * @throws InputError that names the key and what it should be.
 * @internal
 */
export function readServiceLevels(section: Config | undefined): ServiceLevels {
  const parsed = serviceLevelsSchema.safeParse(section?.getOptional('sla'));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = ['shiftDown', 'sla', ...issue.path].join('.');
    throw new InputError(`${path} in the configuration: ${issue.message}`);
  }
  const { file } = parsed.data.knownExploited;
  return serviceLevelsOf(
    parsed.data,
    file === undefined ? [] : readKnownExploited(file),
  );
}

function readKnownExploited(file: string): string[] {
  try {
    return parseKnownExploited(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(
      `shiftDown.sla.knownExploited.file in the configuration: ${file} can't be read: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
}
