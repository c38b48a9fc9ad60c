/** `ignore:` of `.grype.yaml`: rules that name a vulnerability and, at most, a package. */
import { z } from 'zod';
import { isAdvisory } from './advisories';
import { problemOf, readYaml } from './readYaml';
import type { IgnoreFile } from './types';

const rule = z.looseObject({
  vulnerability: z.string().min(1),
  reason: z.string().nullish(),
  'include-aliases': z.boolean().nullish(),
  package: z.looseObject({ name: z.string().min(1).optional() }).nullish(),
});

const document = z
  .looseObject({ ignore: z.array(z.unknown()).nullish() })
  .nullable();

/** Where a package is found, and which version it has, is no part of a finding. */
const OF_RULE = ['vulnerability', 'reason', 'include-aliases', 'package'];
const OF_PACKAGE = ['name', 'version', 'type', 'language'];

/** @internal */
export function parseGrype(text: string): IgnoreFile {
  const file: IgnoreFile = { items: [], problems: [] };
  try {
    const { ignore } = document.parse(readYaml(text)) ?? {};
    for (const [index, item] of (ignore ?? []).entries()) {
      readRule(`Rule ${index + 1}`, item, file);
    }
  } catch (error) {
    file.problems.push(problemOf(error));
  }
  return file;
}

function readRule(where: string, item: unknown, file: IgnoreFile): void {
  const { success, data } = rule.safeParse(item);
  if (!success || !isAdvisory(data.vulnerability)) {
    file.problems.push(
      `${where} names no vulnerability. An exception is for one that is named.`,
    );
    return;
  }
  const narrowing = [
    ...restOf(data, OF_RULE),
    ...restOf(data.package ?? {}, OF_PACKAGE),
    // Of every package of a type: more than one package, and less than all.
    ...(data.package && !data.package.name ? ['package without a name'] : []),
  ];
  if (narrowing.length) {
    file.problems.push(
      `${where}: ${data.vulnerability} is narrowed by ${narrowing.join(
        ', ',
      )}, which an exception can't say.`,
    );
    return;
  }
  file.items.push({
    advisory: data.vulnerability,
    ...(data.package?.name && { packageName: data.package.name }),
    statement: data.reason ?? '',
  });
}

function restOf(fields: object, known: readonly string[]): string[] {
  return Object.entries(fields)
    .filter(
      ([name, value]) =>
        !known.includes(name) && value !== null && value !== '',
    )
    .map(([name]) => name);
}
