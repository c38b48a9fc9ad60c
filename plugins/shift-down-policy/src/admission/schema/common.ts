/** What policies of both engines have in common. */
import { z } from 'zod';

/** @internal */
export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: z.string().nullish(),
});

const expression = z
  .string()
  .refine(text => text.trim() !== '', 'must not be empty');

/** @internal */
export const matchConditionsSchema = z
  .array(z.object({ name: z.string().min(1), expression }))
  .nullish();

/** @internal */
export const variablesSchema = z
  .array(
    z.object({
      name: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be an identifier of CEL'),
      expression,
    }),
  )
  .nullish();

/** @internal */
export const validationsSchema = z
  .array(
    z.object({
      expression,
      message: z.string().nullish(),
      messageExpression: z.string().nullish(),
      reason: z.string().nullish(),
    }),
  )
  .nullish();

/** @internal */
export const auditAnnotationsSchema = z
  .array(z.object({ key: z.string().min(1), valueExpression: expression }))
  .nullish();

/** @internal */
export const failurePolicySchema = z.enum(['Fail', 'Ignore']).nullish();

/** @internal */
export const validationActionsSchema = z.array(
  z.enum(['Deny', 'Warn', 'Audit']),
);
