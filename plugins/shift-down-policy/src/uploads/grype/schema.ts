import { z } from 'zod';
import {
  baseScore,
  digest,
  freeText,
  identifier,
  list,
  moment,
  shortText,
} from '../fields';

const matchSchema = z.object({
  vulnerability: z.object({
    id: identifier(),
    severity: shortText(),
    description: freeText,
    dataSource: freeText,
    fix: z
      .object({ versions: list(shortText()), state: shortText() })
      .catch({ versions: [], state: '' }),
    cvss: list(
      z.object({
        version: shortText(),
        metrics: z.object({ baseScore }).catch({}),
      }),
    ).catch([]),
  }),
  relatedVulnerabilities: list(z.object({ id: shortText() })).catch([]),
  artifact: z.object({
    name: identifier(512),
    version: shortText(),
    type: shortText(),
    purl: shortText(1024),
    locations: list(
      z.object({ layerID: digest }).catch({ layerID: undefined }),
    ),
  }),
});

const imageTargetSchema = z.object({
  userInput: shortText(1024),
  manifestDigest: digest,
  tags: list(shortText(1024)),
  repoDigests: list(shortText(1024)),
});

/**
 * The report of `grype --output json`.
 * @see https://github.com/anchore/grype
 * @internal
 */
export const grypeSchema = z.object({
  matches: z.array(matchSchema),
  ignoredMatches: list(z.unknown()),
  source: z.discriminatedUnion('type', [
    z.object({ type: z.literal('image'), target: imageTargetSchema }),
    z.object({ type: z.enum(['directory', 'file']) }),
  ]),
  distro: z
    .object({ name: shortText(), version: shortText() })
    .catch({ name: '', version: '' }),
  descriptor: z.object({
    name: z.literal('grype'),
    version: shortText(),
    timestamp: moment,
  }),
});

/** @internal */
export type GrypeReport = z.infer<typeof grypeSchema>;
/** @internal */
export type GrypeMatch = z.infer<typeof matchSchema>;
