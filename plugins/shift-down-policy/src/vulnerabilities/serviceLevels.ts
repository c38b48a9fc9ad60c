/** Days until a vulnerability has to be dealt with, by severity and by what is exploited. */
import { InputError } from '@backstage/errors';
import type { Severity } from '@shift-down/plugin-shift-down-common';
import { z } from 'zod';
import type { ServiceLevels } from './types';

const DAY = 24 * 60 * 60 * 1000;

const days = z.number().int().min(1).max(3650);

/**
 * The section `shiftDown.sla`. `knownExploited.file` is for whoever can read files; its
 * content is given to {@link serviceLevelsOf}.
 * @public
 */
export const serviceLevelsSchema = z
  .strictObject({
    critical: days.default(7),
    high: days.default(30),
    medium: days.default(90),
    low: days.default(180),
    knownExploited: z
      .strictObject({
        days: days.default(3),
        advisories: z.array(z.string().min(1).max(100)).default([]),
        file: z.string().min(1).optional(),
      })
      .prefault({}),
  })
  .prefault({});

/** {@inheritDoc serviceLevelsSchema} @public */
export type ServiceLevelsConfig = z.input<typeof serviceLevelsSchema>;

/**
 * Service levels by config; the shorter span holds for what is exploited, even if config
 * says otherwise.
 * @param knownExploited - Advisories beside those of config, see
 * {@link parseKnownExploited}.
 * @public
 */
export function serviceLevelsOf(
  config: ServiceLevelsConfig = {},
  knownExploited: Iterable<string> = [],
): ServiceLevels {
  const { knownExploited: exploited, ...bySeverity } =
    serviceLevelsSchema.parse(config);
  return {
    ...bySeverity,
    knownExploited: exploited.days,
    knownExploitedAdvisories: new Set(
      [...exploited.advisories, ...knownExploited].map(id => id.toUpperCase()),
    ),
  };
}

const catalogueSchema = z.object({
  vulnerabilities: z.array(z.object({ cveID: z.string().min(1).max(100) })),
});

/**
 * Advisory ids of a catalogue of known exploited vulnerabilities in CISA's JSON form.
 * @throws InputError if the text is not in that form.
 * @see https://www.cisa.gov/known-exploited-vulnerabilities-catalog
 * @public
 */
export function parseKnownExploited(text: string): string[] {
  const parsed = catalogueSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new InputError(
      'The list of known exploited vulnerabilities is not in the JSON form of CISA: an object with an array vulnerabilities, each with a cveID',
    );
  }
  return parsed.data.vulnerabilities.map(({ cveID }) => cveID);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @internal */
export function isKnownExploited(
  advisory: string,
  { knownExploitedAdvisories }: ServiceLevels,
): boolean {
  return knownExploitedAdvisories.has(advisory.toUpperCase());
}

/**
 * When something of a severity has to be dealt with, if it has to at all: what has no
 * rating, or none that matters, has no service level unless it is exploited.
 * @param since - ISO 8601; when the clock began.
 * @returns ISO 8601
 * @public
 */
export function dueAtOf(
  { advisory, severity }: { advisory: string; severity: Severity },
  since: string,
  levels: ServiceLevels,
): string | undefined {
  const spans =
    severity === 'info' || severity === 'unknown' ? [] : [levels[severity]];
  if (isKnownExploited(advisory, levels)) {
    spans.push(levels.knownExploited);
  }
  return spans.length
    ? new Date(Date.parse(since) + Math.min(...spans) * DAY).toISOString()
    : undefined;
}
