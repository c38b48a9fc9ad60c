import { z } from 'zod';
import { identifier, objectSchema } from '../object';
import { labelSelector, optional, word, words } from '../resource/schema';

const peers = optional(
  z.array(
    z.object({
      podSelector: optional(labelSelector),
      namespaceSelector: optional(labelSelector),
      ipBlock: optional(z.object({ cidr: identifier(), except: words() })),
    }),
  ),
);

const ports = optional(
  z.array(
    z.object({
      protocol: word,
      port: optional(z.union([z.number().int(), identifier()])),
      endPort: optional(z.number().int()),
    }),
  ),
);

/** @internal */
export const networkPolicySchema = objectSchema.extend({
  kind: z.literal('NetworkPolicy'),
  spec: z.object({
    // None is the empty one, which selects every Pod.
    podSelector: optional(labelSelector).transform(selector => selector ?? {}),
    policyTypes: words(),
    ingress: optional(z.array(z.object({ from: peers, ports }))),
    egress: optional(z.array(z.object({ to: peers, ports }))),
  }),
});
