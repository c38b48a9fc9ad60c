/**
 * ValidatingAdmissionPolicy and its bindings, versions v1 and v1beta1, which have the same
 * shape.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
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
import { labelSelectorSchema, matchResourcesSchema } from './matchResources';

/** @internal */
export const admissionPolicySchema = z.object({
  metadata: metadataSchema,
  spec: z
    .object({
      paramKind: z
        .object({ apiVersion: z.string().min(1), kind: z.string().min(1) })
        .nullish(),
      matchConstraints: matchResourcesSchema.refine(
        constraints => (constraints.resourceRules ?? []).length > 0,
        { path: ['resourceRules'], message: 'must have at least one rule' },
      ),
      matchConditions: matchConditionsSchema,
      variables: variablesSchema,
      validations: validationsSchema,
      auditAnnotations: auditAnnotationsSchema,
      failurePolicy: failurePolicySchema,
    })
    .refine(
      spec =>
        (spec.validations ?? []).length > 0 ||
        (spec.auditAnnotations ?? []).length > 0,
      {
        path: ['validations'],
        message: 'must have at least one validation or auditAnnotation',
      },
    ),
});

const paramRefSchema = z
  .object({
    name: z.string().nullish(),
    namespace: z.string().nullish(),
    selector: labelSelectorSchema.nullish(),
    parameterNotFoundAction: z.enum(['Allow', 'Deny']),
  })
  .refine(
    ref => Boolean(ref.name) !== Boolean(ref.selector),
    'must have either a name or a selector',
  );

/** @internal */
export const admissionPolicyBindingSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    policyName: z.string().min(1),
    paramRef: paramRefSchema.nullish(),
    matchResources: matchResourcesSchema.nullish(),
    validationActions: validationActionsSchema
      .min(1)
      .refine(
        actions => !(actions.includes('Deny') && actions.includes('Warn')),
        'must not have both Deny and Warn',
      ),
  }),
});

/** @internal */
export type ParsedAdmissionPolicyBinding = z.infer<
  typeof admissionPolicyBindingSchema
>;
