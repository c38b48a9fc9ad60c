import { z } from 'zod';
import { identifier, objectSchema } from '../object';
import { labelSelector, optional, word, words } from '../resource/schema';

const expressions = optional(
  z.array(z.object({ name: identifier(), expression: z.string() })),
);

const resourceRules = optional(
  z.array(
    z.object({
      resourceNames: words(512),
      operations: words(),
      apiGroups: words(),
      apiVersions: words(),
      resources: words(),
      scope: word,
    }),
  ),
);

const matchResources = z.object({
  namespaceSelector: optional(labelSelector),
  objectSelector: optional(labelSelector),
  resourceRules,
  excludeResourceRules: resourceRules,
  matchPolicy: word,
});

const policySpec = z.object({
  paramKind: optional(z.object({ apiVersion: word, kind: word })),
  matchConstraints: optional(matchResources),
  matchConditions: expressions,
  variables: expressions,
  validations: optional(
    z.array(
      z.object({
        expression: z.string(),
        message: optional(z.string()),
        messageExpression: optional(z.string()),
        reason: word,
      }),
    ),
  ),
  failurePolicy: word,
  auditAnnotations: optional(
    z.array(z.object({ key: identifier(), valueExpression: z.string() })),
  ),
});

/** @internal */
export type PolicySpec = z.infer<typeof policySpec>;

/** @internal */
export const policySchema = objectSchema.extend({
  kind: z.literal('ValidatingAdmissionPolicy'),
  spec: policySpec,
});

/** @internal */
export const policyBindingSchema = objectSchema.extend({
  kind: z.literal('ValidatingAdmissionPolicyBinding'),
  spec: z.object({
    policyName: identifier(512),
    paramRef: optional(
      z.object({
        name: word,
        namespace: word,
        selector: optional(labelSelector),
        parameterNotFoundAction: word,
      }),
    ),
    matchResources: optional(matchResources),
    validationActions: words(),
  }),
});
