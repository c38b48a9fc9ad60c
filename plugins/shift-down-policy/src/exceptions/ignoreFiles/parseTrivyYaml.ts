/** `.trivyignore.yaml`: only its vulnerabilities are ours. */
import { z } from 'zod';
import { normalisePackageUrl } from '../../packageUrl';
import { isAdvisory } from './advisories';
import { readEnd } from './readEnd';
import { problemOf, readYaml } from './readYaml';
import type { IgnoreFile } from './types';

const entry = z.object({
  id: z.string().min(1),
  paths: z.array(z.string()).nullish(),
  purls: z.array(z.string()).nullish(),
  statement: z.string().nullish(),
  expired_at: z.union([z.string(), z.date()]).nullish(),
});

const document = z
  .object({
    vulnerabilities: z.array(z.unknown()).nullish(),
    misconfigurations: z.array(z.unknown()).nullish(),
    secrets: z.array(z.unknown()).nullish(),
    licenses: z.array(z.unknown()).nullish(),
  })
  .nullable();

/** @internal */
export function parseTrivyYaml(text: string): IgnoreFile {
  const file: IgnoreFile = { items: [], problems: [] };
  try {
    const content = document.parse(readYaml(text)) ?? {};
    for (const [index, item] of (content.vulnerabilities ?? []).entries()) {
      readItem(`Vulnerability ${index + 1}`, item, file);
    }
    for (const section of [
      'misconfigurations',
      'secrets',
      'licenses',
    ] as const) {
      const count = content[section]?.length ?? 0;
      if (count) {
        file.problems.push(
          `${count} ${section} were left out. Ask for exceptions for their controls instead.`,
        );
      }
    }
  } catch (error) {
    file.problems.push(problemOf(error));
  }
  return file;
}

function readItem(where: string, item: unknown, file: IgnoreFile): void {
  const { success, data } = entry.safeParse(item);
  if (!success || !isAdvisory(data.id)) {
    file.problems.push(`${where} has no id of a vulnerability.`);
    return;
  }
  if (data.paths?.length) {
    file.problems.push(
      `${where}: ${data.id} holds for some paths only, which an exception can't say.`,
    );
    return;
  }
  const end = data.expired_at ?? undefined;
  const until = end instanceof Date ? end.toISOString() : end && readEnd(end);
  if (end !== undefined && !until) {
    file.problems.push(`${where}: ${data.id} has an end that is no date.`);
    return;
  }
  const packageUrls = data.purls?.length
    ? new Set(data.purls.map(normalisePackageUrl))
    : [undefined];
  for (const packageUrl of packageUrls) {
    file.items.push({
      advisory: data.id,
      ...(packageUrl && { packageUrl }),
      ...(until && { until }),
      statement: data.statement ?? '',
    });
  }
}
