/** The shape of `shiftDown.provisioning`. */
import { PROVISIONING_DELIVERIES } from '@shift-down/plugin-shift-down-common';
import { isQuantity } from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import { groupRef } from '../correlation/namespaceOwner';
import { DEFAULT_DNS } from './defaults';

const text = z.string().min(1);

/** What becomes the value of a label, or a part of a name. */
const label = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'must be lower case letters, digits and dashes, at most 63',
  );

const quantities = z.record(
  text,
  z
    .union([z.string(), z.number()])
    .transform(String)
    .refine(
      isQuantity,
      'must be an amount as Kubernetes writes it, such as 500m or 4Gi',
    ),
);

const group = z.string().transform((ref, context) => {
  try {
    const parsed = groupRef(ref);
    if (parsed.startsWith('group:')) {
      return parsed;
    }
  } catch {
    // Told below, as what is no group is.
  }
  context.addIssue({
    code: 'custom',
    message: `'${ref}' is not the ref of a group, such as group:default/team-a`,
  });
  return z.NEVER;
});

const folder = z
  .string()
  .regex(
    /^(?!\/)(?!.*\.\.)[^\\\s]+$/,
    'must be a folder in the repository, such as clusters/production',
  );

const cidr = z.union([z.cidrv4(), z.cidrv6()], {
  error: 'must be a range of addresses, such as 169.254.20.10/32',
});
const ports = z.array(z.number().int().min(1).max(65_535)).nonempty();
const dnsTarget = z.union(
  [
    z.strictObject({
      namespace: label,
      podLabels: z.record(text, z.string()).refine(
        // An empty selector would be every Pod there.
        it => Object.keys(it).length > 0,
        'must name at least one label of the Pods that resolve names',
      ),
      ports: ports.default([53]),
    }),
    z.strictObject({ cidr, ports: ports.default([53]) }),
  ],
  {
    error:
      'must be {namespace, podLabels, ports}, with at least one label, or {cidr, ports}',
  },
);

const cluster = z
  .strictObject({
    cluster: text,
    delivery: z.enum(PROVISIONING_DELIVERIES).default('cluster'),
    repositoryUrl: z.url().optional(),
    path: folder.default('namespaces'),
    base: text.optional(),
    environments: z.array(label).nonempty().optional(),
    dns: z.array(dnsTarget).default(DEFAULT_DNS),
    justInTime: z.boolean().default(false),
  })
  .refine(
    it => it.delivery !== 'pull-request' || it.repositoryUrl !== undefined,
    {
      message: 'must be given where the delivery is pull-request',
      path: ['repositoryUrl'],
    },
  )
  .refine(it => it.delivery !== 'pull-request' || !it.justInTime, {
    message: 'is for clusters that the portal writes to; the delivery is not',
    path: ['justInTime'],
  });

const prefix = z.string().regex(
  /^([a-z0-9-]|\$\{owner\})+$/,
  // The placeholder is spelled out for who reads the message.
  'must be lower case letters, digits, dashes and ${owner}', // eslint-disable-line no-template-curly-in-string
);

/** @internal */
export const provisioningSchema = z.strictObject({
  baselines: z
    .strictObject({
      locations: z
        .array(
          z.strictObject({ type: z.enum(['folder', 'url']), target: text }),
        )
        .default([]),
      current: text.optional(),
    })
    .prefault({}),
  clusters: z.array(cluster).default([]),
  environments: z
    .array(z.strictObject({ name: label, title: text }))
    .nonempty()
    .optional(),
  sizes: z
    .array(
      z.strictObject({
        name: label,
        title: text,
        quota: quantities,
        containerDefaults: z.strictObject({
          default: quantities,
          defaultRequest: quantities,
          max: quantities.optional(),
        }),
      }),
    )
    .nonempty()
    .optional(),
  roles: z
    .array(z.strictObject({ name: label, title: text, clusterRole: text }))
    .optional(),
  groups: z
    .strictObject({
      named: z.array(z.strictObject({ group, name: z.string() })).default([]),
      ingested: z
        .strictObject({ originLocation: text, prefix: z.string().default('') })
        .optional(),
    })
    .prefault({}),
  reservedNamespaces: z.array(text).optional(),
  prefixes: z
    .array(
      z.strictObject({
        group: group.optional(),
        prefixes: z.array(prefix).nonempty(),
      }),
    )
    .default([]),
  teamQuota: quantities.optional(),
  proofs: z
    .strictObject({
      image: text.optional(),
      labels: z.record(text, z.string()).optional(),
      policies: z
        .strictObject({
          registries: z.array(text).nonempty().optional(),
          services: z.array(text).nonempty().optional(),
          limits: z.array(text).nonempty().optional(),
        })
        .optional(),
    })
    .prefault({}),
});
