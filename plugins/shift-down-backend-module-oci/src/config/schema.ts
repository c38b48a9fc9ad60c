/** The shape of `shiftDown.registries`. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const text = z.string().min(1, 'must not be empty');

/** A host as image references and addresses name it, with its port if it has one. */
const host = text
  .regex(
    /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?$/,
    'must be a host in lower case, with a port if need be, such as registry.example.org:5000',
  )
  .max(255);

const addressRange = text.refine(
  isAddressRange,
  'must be an IP address or a range such as 10.0.0.0/8',
);

/** @internal */
export const limitsSchema = z
  .strictObject({
    manifestMiB: z.number().positive().max(64).default(4),
    documentMiB: z.number().positive().max(256).default(16),
    /** All documents of one image together. */
    documentsMiB: z.number().positive().max(1024).default(64),
    documents: z.number().int().positive().max(10_000).default(200),
    platforms: z.number().int().positive().max(1_000).default(50),
    tags: z.number().int().positive().max(1_000_000).default(20_000),
  })
  .prefault({});

const authSchema = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('anonymous') }),
      z.strictObject({
        type: z.literal('basic'),
        username: text,
        password: text,
      }),
      z.strictObject({ type: z.literal('bearer'), token: text }),
      z.strictObject({ type: z.literal('dockerConfig'), path: text }),
    ],
    { error: 'type must be anonymous, basic, bearer or dockerConfig' },
  )
  .default({ type: 'anonymous' });

const registrySchema = z
  .strictObject({
    type: z.literal('registry'),
    host,
    url: text
      .refine(
        isPlainUrl,
        'must be an address such as https://registry.example.org, without user, path or query',
      )
      .optional(),
    insecure: z.boolean().default(false),
    auth: authSchema,
    hosts: z.array(host).default([]),
    addresses: z.array(addressRange).default([]),
    caFile: text.optional(),
    concurrency: z.number().int().min(1).max(64).default(4),
    timeoutSeconds: z.number().positive().max(600).default(30),
    recheckSeconds: z.number().min(0).max(86_400).default(60),
    limits: limitsSchema,
  })
  .refine(
    ({ url, insecure }) => insecure || !url?.startsWith('http:'),
    'url: plain http sends everything in the clear; use https, or set insecure: true',
  );

const layoutSchema = z.strictObject({
  type: z.literal('layout'),
  host: text.regex(
    /^[a-z0-9][-a-z0-9.:]*(\/[a-z0-9]([-._a-z0-9/]*[a-z0-9])?)?$/,
    'must be what image references begin with, such as registry.example.org or registry.example.org/team',
  ),
  path: text,
  limits: limitsSchema,
});

/** @internal */
export const registryEntrySchema = z.discriminatedUnion(
  'type',
  [registrySchema, layoutSchema],
  { error: 'type must be registry or layout' },
);

/** @internal */
export type RegistryEntry = z.infer<typeof registrySchema>;
/** @internal */
export type LayoutEntry = z.infer<typeof layoutSchema>;
/** @internal */
export type Limits = z.infer<typeof limitsSchema>;
/** @internal */
export type Auth = RegistryEntry['auth'];

function isAddressRange(value: string): boolean {
  return ipaddr.isValidCIDR(value) || ipaddr.isValid(value);
}

function isPlainUrl(value: string): boolean {
  if (!URL.canParse(value)) {
    return false;
  }
  const url = new URL(value);
  return (
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === ''
  );
}
