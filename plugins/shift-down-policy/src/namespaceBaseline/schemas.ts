/**
 * What is read of each kind, in the shape of the API: an absent field and a null are one.
 * What has another form than the API's is refused as a whole, for a rule that was passed
 * over would make a namespace look safer than it is.
 */
import { z } from 'zod';

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform(items => items ?? []);

const words = list(z.string());

const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform(it => it ?? {});

/** Of an annotation, a label or a quantity YAML often makes a number. */
const quantities = z
  .record(z.string(), z.union([z.string(), z.number().transform(String)]))
  .nullish()
  .transform(it => it ?? {});

const set = <T extends z.ZodType>(type: T) =>
  type.nullish().transform(value => value ?? undefined);

export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: set(z.string()),
  labels: texts,
  annotations: texts,
});

const labelSelector = z.object({
  matchLabels: texts,
  matchExpressions: list(
    z.object({ key: z.string(), operator: z.string(), values: words }),
  ),
});

const peers = list(
  z.object({
    podSelector: set(labelSelector),
    namespaceSelector: set(labelSelector),
    ipBlock: set(z.object({ cidr: z.string(), except: words })),
  }),
);

const ports = list(
  z.object({
    protocol: z
      .string()
      .nullish()
      .transform(it => it ?? 'TCP'),
    port: set(z.union([z.number().int(), z.string()])),
    endPort: set(z.number().int()),
  }),
);

export const networkPolicySchema = z.object({
  spec: z
    .object({
      podSelector: labelSelector
        .nullish()
        .transform(it => it ?? { matchLabels: {}, matchExpressions: [] }),
      policyTypes: list(z.enum(['Ingress', 'Egress'])),
      ingress: list(z.object({ from: peers, ports })),
      egress: list(z.object({ to: peers, ports })),
    })
    .nullish(),
});

export const resourceQuotaSchema = z.object({
  spec: z
    .object({
      hard: quantities,
      scopes: words,
      scopeSelector: set(z.object({ matchExpressions: list(z.unknown()) })),
    })
    .nullish(),
});

export const limitRangeSchema = z.object({
  spec: z
    .object({
      limits: list(
        z.object({ type: z.string(), max: quantities, default: quantities }),
      ),
    })
    .nullish(),
});

export const serviceAccountSchema = z.object({
  automountServiceAccountToken: set(z.boolean()),
});

export const serviceSchema = z.object({
  spec: z
    .object({
      type: z
        .string()
        .nullish()
        .transform(it => it || 'ClusterIP'),
      externalIPs: words,
    })
    .nullish(),
});

export const podSchema = z.object({
  serviceAccountName: set(z.string()),
  serviceAccount: set(z.string()),
  automountServiceAccountToken: set(z.boolean()),
  hostNetwork: set(z.boolean()),
});

export const podMetadataSchema = z.object({ labels: texts });

export const roleSchema = z.object({
  rules: list(
    z.object({
      apiGroups: words,
      resources: words,
      resourceNames: words,
      verbs: words,
    }),
  ),
  aggregationRule: set(z.object({ clusterRoleSelectors: list(labelSelector) })),
});

export const bindingSchema = z.object({
  roleRef: z.object({ kind: z.string(), name: z.string() }),
  subjects: list(
    z.object({
      kind: z.string(),
      name: z.string(),
      namespace: z
        .string()
        .nullish()
        .transform(it => it ?? ''),
    }),
  ),
});
