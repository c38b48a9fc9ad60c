/** policies.kyverno.io: exceptions from whole policies, where expressions hold. */
import { z } from 'zod';
import {
  freeText,
  identifier,
  lenientName,
  objectSchema,
  stringMap,
} from '../../object';
import { optional, words } from '../../resource/schema';

/** @internal */
export const expressionExceptionSchema = objectSchema.extend({
  spec: z.object({
    policyRefs: z.array(
      z.object({ kind: lenientName(), name: identifier(512) }),
    ),
    matchConditions: optional(
      z.array(z.object({ name: lenientName(), expression: z.string() })),
    ),
    images: words(512),
    allowedValues: optional(z.array(z.string())),
    reportResult: freeText,
    properties: stringMap.optional().default({}),
    expiresAt: freeText,
  }),
});

/** @internal */
export type ExpressionExceptionObject = z.infer<
  typeof expressionExceptionSchema
>;
