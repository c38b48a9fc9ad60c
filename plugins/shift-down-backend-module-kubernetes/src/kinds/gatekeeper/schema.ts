/** Constraints of Gatekeeper, whose kinds are made by their templates. */
import { z } from 'zod';
import {
  freeText,
  identifier,
  lenientName,
  objectSchema,
  shortText,
} from '../object';

/** @internal */
export const violation = z.object({
  group: lenientName(),
  version: lenientName(),
  kind: identifier(),
  namespace: identifier().nullish(),
  name: identifier(512),
  message: freeText,
  enforcementAction: shortText(),
});

/** @internal */
export const constraintSchema = objectSchema.extend({
  status: z
    .object({
      auditTimestamp: freeText,
      totalViolations: z.number().int().nonnegative().nullish(),
      violations: z.array(violation).nullish(),
    })
    .nullish(),
});

/** @internal */
export type ConstraintObject = z.infer<typeof constraintSchema>;
