import { z } from 'zod';
import {
  baseScore,
  freeText,
  helpful,
  identifier,
  list,
  moment,
  section,
  shortText,
} from '../fields';

const propertySchema = z.object({ name: shortText(), value: shortText(1024) });

const componentSchema = z.object({
  type: shortText(),
  'bom-ref': shortText(1024),
  name: identifier(512),
  version: shortText(),
  purl: shortText(1024),
  properties: list(propertySchema).catch([]),
});

/** Before 1.5 a list of tools; since then an object with components. */
const toolsSchema = z
  .union([
    z.array(z.object({ name: shortText(), version: shortText() })),
    z
      .object({
        components: list(z.object({ name: shortText(), version: shortText() })),
      })
      .transform(it => it.components),
  ])
  .nullish()
  .catch(undefined);

const vulnerabilitySchema = z.object({
  id: identifier(),
  source: z.object({ url: freeText }).catch({ url: '' }),
  description: freeText,
  recommendation: freeText,
  references: list(z.object({ id: shortText() })).catch([]),
  ratings: list(
    z.object({ severity: shortText(), method: shortText(), score: baseScore }),
  ).catch([]),
  affects: list(z.object({ ref: shortText(1024) })),
  analysis: helpful(z.object({ state: shortText() })),
});

/**
 * @see https://cyclonedx.org/docs/1.6/json/
 * @internal
 */
export const cyclonedxSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z
    .string()
    .regex(/^1\.[4-9]$/, { message: 'versions 1.4 to 1.9 are read' }),
  metadata: section(
    z.object({
      timestamp: moment,
      tools: toolsSchema,
      component: helpful(componentSchema),
      supplier: z.object({ name: shortText() }).catch({ name: '' }),
      authors: list(z.object({ name: shortText(), email: shortText() })).catch(
        [],
      ),
    }),
  ),
  components: list(componentSchema),
  vulnerabilities: z.array(vulnerabilitySchema).nullish(),
});

/** @internal */
export type CyclonedxDocument = z.infer<typeof cyclonedxSchema>;
/** @internal */
export type CyclonedxComponent = z.infer<typeof componentSchema>;
/** @internal */
export type CyclonedxVulnerability = z.infer<typeof vulnerabilitySchema>;
