/**
 * What is accepted today: a list of findings, by identity and number. What is worse
 * tomorrow is not accepted with it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import type { Overlay } from '../report/ReportBuilder';
import type { Finding } from '../report/types';

const FORMAT = 'shift-down-accepted/v1';

const acceptedSchema = z.strictObject({
  format: z.literal(FORMAT),
  findings: z.array(
    z.strictObject({
      fingerprint: z.string(),
      /** Relative to the folder of this list. */
      file: z.string(),
      result: z.enum(['fail', 'unknown']),
      /** How many of them; more are not accepted. */
      count: z.number().int().positive(),
      // For people who review the list.
      control: z.string(),
      resource: z.string(),
      component: z.string(),
    }),
  ),
});

type Accepted = z.infer<typeof acceptedSchema>['findings'][number];

/** @throws InputError if it is no list as `--write-accept` writes it. */
export function layAcceptance(path: string): Overlay {
  const accepted = new Map(
    readAccepted(path).map(entry => [keyOf(entry), entry.count]),
  );
  return findings => {
    const today = countsOf(findings, path);
    return findings.map(finding => {
      const key = keyOf(identityOf(finding, path));
      const limit = accepted.get(key) ?? 0;
      return { ...finding, accepted: (today.get(key) ?? 0) <= limit };
    });
  };
}

/** Writes all findings that no exception is over. Ordered, so that changes show in Git. */
export function writeAccepted(path: string, findings: readonly Finding[]) {
  const open = findings.filter(({ exempt }) => !exempt);
  const counts = countsOf(open, path);
  const entries = new Map<string, Accepted>();
  for (const finding of open) {
    const identity = identityOf(finding, path);
    const key = keyOf(identity);
    const { control, resource, component } = finding;
    entries.set(key, {
      control,
      resource,
      component,
      ...identity,
      count: counts.get(key) ?? 0,
    });
  }
  const sorted = [...entries.keys()].sort().map(key => entries.get(key));
  const text = JSON.stringify(
    { format: FORMAT, findings: sorted },
    undefined,
    2,
  );
  writeFileSync(path, `${text}\n`);
  return sorted.length;
}

function readAccepted(path: string): Accepted[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InputError(
      `Can’t read accepted findings from '${path}': ${
        (error as Error).message
      }. Write them with --write-accept`,
    );
  }
  const parsed = acceptedSchema.safeParse(content);
  if (!parsed.success) {
    throw new InputError(
      `'${path}' is no list of accepted findings: write one with --write-accept`,
    );
  }
  return parsed.data.findings;
}

type Identity = Pick<Accepted, 'file' | 'fingerprint' | 'result'>;

function identityOf(
  { file, fingerprint, result }: Finding,
  path: string,
): Identity {
  const place =
    file === '-'
      ? file
      : relative(dirname(resolve(path)), resolve(file))
          .split(sep)
          .join('/');
  return { file: place, fingerprint, result };
}

function keyOf({ file, fingerprint, result }: Identity): string {
  return JSON.stringify([file, fingerprint, result]);
}

function countsOf(
  findings: readonly Finding[],
  path: string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const key = keyOf(identityOf(finding, path));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
