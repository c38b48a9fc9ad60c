/** kyverno.io: exceptions from rules, for what a `match` matches. */
import { z } from 'zod';
import { freeText, identifier, lenientList, objectSchema } from '../../object';
import { labelSelector, optional, word, words } from '../../resource/schema';

const filter = z.object({
  resources: optional(
    z.object({
      kinds: words(512),
      name: word,
      names: words(512),
      namespaces: words(),
      operations: words(),
      annotations: optional(z.record(identifier(512), z.unknown())),
      selector: optional(labelSelector),
      namespaceSelector: optional(labelSelector),
    }),
  ),
  subjects: optional(
    z.array(z.object({ kind: identifier(), name: identifier(1_024) })),
  ),
  roles: words(512),
  clusterRoles: words(512),
});

/** @internal */
export type MatchFilter = z.infer<typeof filter>;

const filters = optional(z.array(filter));

const condition = z.object({
  key: z.unknown(),
  operator: freeText,
  value: z.unknown(),
});

/** @internal */
export type MatchCondition = z.infer<typeof condition>;

const conditions = lenientList(condition).optional().default([]);

const podSecurityControl = z.object({
  controlName: identifier(),
  images: words(512),
  restrictedField: word,
  values: words(512),
});

/** @internal */
export type PodSecurityControl = z.infer<typeof podSecurityControl>;

/** @internal */
export const matchExceptionSchema = objectSchema.extend({
  spec: z.object({
    background: optional(z.boolean()),
    match: optional(z.object({ any: filters, all: filters })),
    conditions: z
      .object({ any: conditions, all: conditions })
      .nullish()
      .catch(undefined),
    exceptions: z.array(
      z.object({ policyName: identifier(512), ruleNames: words(512) }),
    ),
    podSecurity: optional(z.array(podSecurityControl)),
  }),
});

/** @internal */
export type MatchExceptionObject = z.infer<typeof matchExceptionSchema>;
