/** Ignore files of scanners, as what they would have been asked for. */
import { redact } from '../../redact';
import { parseGrype } from './parseGrype';
import { parseTrivy } from './parseTrivy';
import { parseTrivyYaml } from './parseTrivyYaml';
import type { IgnoreFile, IgnoreFileFormat } from './types';

/** More than anybody looks through. */
const MAXIMUM_ITEMS = 1_000;

const PARSERS: Record<IgnoreFileFormat, (text: string) => IgnoreFile> = {
  trivy: parseTrivy,
  'trivy-yaml': parseTrivyYaml,
  grype: parseGrype,
};

/**
 * Reads what it can, and says of the rest why not. What would come out wider than the file
 * says is left out.
 * @public
 */
export function parseIgnoreFile(
  format: IgnoreFileFormat,
  text: string,
): IgnoreFile {
  const { items, problems } = PARSERS[format](text);
  const [kept, left] = [items.slice(0, MAXIMUM_ITEMS), items.length];
  return {
    items: kept.map(item => ({ ...item, statement: redact(item.statement) })),
    problems: [
      ...problems.slice(0, MAXIMUM_ITEMS).map(redact),
      ...(left > MAXIMUM_ITEMS
        ? [`Only the first ${MAXIMUM_ITEMS} of ${left} were read.`]
        : []),
    ],
  };
}
