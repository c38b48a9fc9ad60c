import { z } from 'zod';
import { identifier, list, moment, shortText } from '../fields';

/**
 * What is read here says what the document is about; its statements are read by whoever
 * decides about them.
 * @see https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 * @internal
 */
export const openvexSchema = z.object({
  '@context': z.string().startsWith('https://openvex.dev/ns'),
  author: identifier(512),
  timestamp: moment,
  last_updated: moment,
  tooling: shortText(),
  statements: z
    .array(
      z.object({
        products: list(
          z.object({
            '@id': shortText(1024),
            identifiers: z
              .record(z.string(), z.string())
              .nullish()
              .catch(undefined),
          }),
        ),
      }),
    )
    .min(1, { message: 'a document without statements says nothing' }),
});

/** @internal */
export type OpenvexDocument = z.infer<typeof openvexSchema>;
