import { z } from 'zod';
import { freeText, identifier, objectSchema, shortText } from '../../object';

/** The `match` is left out on purpose: it is the secret, or the line around it. */
const exposedSecret = z.object({
  ruleID: identifier(),
  title: freeText,
  target: freeText,
  severity: shortText(),
  category: shortText(),
});

/** @internal */
export const exposedSecretReportSchema = objectSchema.extend({
  report: z.object({
    updateTimestamp: freeText,
    scanner: z.object({ name: shortText() }).catch({ name: '' }),
    secrets: z.array(exposedSecret).nullable(),
  }),
});

/** @internal */
export type ExposedSecretReportObject = z.infer<
  typeof exposedSecretReportSchema
>;
