import { z } from 'zod';
import {
  freeText,
  helpful,
  identifier,
  list,
  moment,
  shortText,
} from '../fields';

const ruleSchema = z.object({
  id: identifier(512),
  shortDescription: z.object({ text: freeText }).catch({ text: '' }),
  helpUri: freeText,
  properties: z
    .object({
      'security-severity': z.coerce
        .number()
        .min(0)
        .max(10)
        .optional()
        .catch(undefined),
      purls: list(shortText(1024)).catch([]),
    })
    .catch({ 'security-severity': undefined, purls: [] }),
});

const resultSchema = z.object({
  ruleId: shortText(512),
  ruleIndex: helpful(z.number().int().min(0)),
  message: z.object({ text: freeText }).catch({ text: '' }),
});

const runSchema = z.object({
  tool: z.object({
    driver: z.object({
      name: identifier(),
      version: shortText(),
      semanticVersion: shortText(),
      rules: list(ruleSchema),
    }),
  }),
  results: list(resultSchema),
  invocations: list(
    z.object({ startTimeUtc: moment, endTimeUtc: moment }),
  ).catch([]),
  /** Trivy names the image here. */
  properties: z
    .object({
      imageName: shortText(1024),
      repoDigests: list(shortText(1024)).catch([]),
      repoTags: list(shortText(1024)).catch([]),
    })
    .catch({ imageName: '', repoDigests: [], repoTags: [] }),
});

/**
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @internal
 */
export const sarifSchema = z.object({
  version: z.literal('2.1.0', { message: 'only SARIF 2.1.0 is read' }),
  runs: z.array(runSchema).min(1),
});

/** @internal */
export type SarifLog = z.infer<typeof sarifSchema>;
/** @internal */
export type SarifRun = z.infer<typeof runSchema>;
