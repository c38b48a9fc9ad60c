import { z } from 'zod';
import { identifier, objectSchema } from '../object';
import { labelSelector, optional, word, words } from '../resource/schema';

/** @internal */
export const serviceAccountSchema = objectSchema.extend({
  kind: z.literal('ServiceAccount'),
  automountServiceAccountToken: optional(z.boolean()),
});

/** Role and ClusterRole. @internal */
export const roleSchema = objectSchema.extend({
  rules: optional(
    z.array(
      z.object({
        apiGroups: words(),
        resources: words(),
        resourceNames: words(512),
        verbs: words(),
        nonResourceURLs: words(2_048),
      }),
    ),
  ),
  aggregationRule: optional(
    z.object({ clusterRoleSelectors: optional(z.array(labelSelector)) }),
  ),
});

/** RoleBinding and ClusterRoleBinding. @internal */
export const bindingSchema = objectSchema.extend({
  roleRef: z.object({
    apiGroup: word,
    kind: identifier(),
    name: identifier(512),
  }),
  subjects: optional(
    z.array(
      z.object({
        kind: identifier(),
        apiGroup: word,
        name: identifier(1_024),
        namespace: word,
      }),
    ),
  ),
});
