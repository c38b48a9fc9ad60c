/** Which requests a policy or a binding is about, as both engines write it. */
import { z } from 'zod';

const labelSelectorRequirement = z.discriminatedUnion('operator', [
  z.object({
    key: z.string().min(1),
    operator: z.enum(['In', 'NotIn']),
    values: z.array(z.string()).min(1),
  }),
  z.object({
    key: z.string().min(1),
    operator: z.enum(['Exists', 'DoesNotExist']),
    values: z.array(z.string()).max(0).nullish(),
  }),
]);

/** @internal */
export const labelSelectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()).nullish(),
  matchExpressions: z.array(labelSelectorRequirement).nullish(),
});

const namedRule = z.object({
  resourceNames: z.array(z.string()).nullish(),
  operations: z
    .array(z.enum(['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT']))
    .min(1),
  apiGroups: z.array(z.string()).min(1),
  apiVersions: z.array(z.string().min(1)).min(1),
  resources: z.array(z.string().min(1)).min(1),
  scope: z.enum(['*', 'Cluster', 'Namespaced']).nullish(),
});

/** @internal */
export const matchResourcesSchema = z.object({
  namespaceSelector: labelSelectorSchema.nullish(),
  objectSelector: labelSelectorSchema.nullish(),
  resourceRules: z.array(namedRule).nullish(),
  excludeResourceRules: z.array(namedRule).nullish(),
  matchPolicy: z.enum(['Exact', 'Equivalent']).nullish(),
});

/** @internal */
export type LabelSelector = z.infer<typeof labelSelectorSchema>;
/** @internal */
export type NamedRule = z.infer<typeof namedRule>;
/** @internal */
export type MatchResources = z.infer<typeof matchResourcesSchema>;
