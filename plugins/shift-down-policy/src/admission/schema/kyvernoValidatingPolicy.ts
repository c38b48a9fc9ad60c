/**
 * Kyverno's ValidatingPolicy and NamespacedValidatingPolicy; all served versions have the
 * same shape.
 * https://kyverno.io/docs/policy-types/validating-policy/
 */
import { z } from 'zod';
import {
  auditAnnotationsSchema,
  failurePolicySchema,
  matchConditionsSchema,
  metadataSchema,
  validationActionsSchema,
  validationsSchema,
  variablesSchema,
} from './common';
import { matchResourcesSchema } from './matchResources';

/** @internal */
export const kyvernoPolicySchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    matchConstraints: matchResourcesSchema.nullish(),
    matchConditions: matchConditionsSchema,
    variables: variablesSchema,
    validations: validationsSchema.unwrap().unwrap().min(1),
    auditAnnotations: auditAnnotationsSchema,
    failurePolicy: failurePolicySchema,
    validationActions: validationActionsSchema.nullish(),
    evaluation: z
      .object({
        mode: z.string().nullish(),
        admission: z.object({ enabled: z.boolean().nullish() }).nullish(),
      })
      .nullish(),
    autogen: z
      .object({
        podControllers: z
          .object({ controllers: z.array(z.string()).nullish() })
          .nullish(),
      })
      .nullish(),
  }),
});

/** @internal */
export type ParsedKyvernoPolicy = z.infer<typeof kyvernoPolicySchema>;
