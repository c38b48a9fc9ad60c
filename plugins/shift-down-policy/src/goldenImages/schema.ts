/** A `GoldenImage` file, as people write it. */
import { z } from 'zod';
import { parseImageReference } from '../imageReference';
import { supplyChainRulesSchema } from '../supplyChain/config';
import { isPattern } from './patterns';

/** The `apiVersion` of a `GoldenImage` file. @public */
export const GOLDEN_IMAGE_API_VERSION = 'shift-down.io/v1alpha1';

const text = z.string().trim().min(1).max(2000);

/** A label of RFC 1123, as names in Kubernetes and in the catalog are. */
const name = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error:
    'must be up to 63 lower-case letters, digits and dashes, and begin and end with a letter or digit',
});

/** YAML reads 22.10 as a number, and its zero would be lost. */
const version = z
  .string({ error: 'must be a text: put it in quotes' })
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}$/, {
    error:
      'must be letters, digits, dots, dashes, underscores and pluses, at most 128',
  });

const tag = z
  .string({ error: 'must be a text: put it in quotes' })
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, { error: 'is no tag' });

const digest = z
  .string()
  .regex(/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/, {
    error: 'must be a digest such as sha256:… with 64 hexadecimal digits',
  });

const date = z.iso.date({ error: 'must be a date such as 2026-11-22' });

/** Files are read beside the one that names them, and nowhere else. */
const path = text.refine(isInside, {
  error: 'must be a path below the folder of this file, with no ..',
});

const platform = z
  .string()
  .regex(/^(index|[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?)$/, {
    error: "must be a platform such as linux/amd64, or 'index'",
  });

const repository = text
  .refine(
    value => {
      const reference = parseImageReference(value);
      return !reference.tag && !reference.digest && !/[\s*]/.test(value);
    },
    { error: 'must be registry and path, without a tag or digest' },
  )
  .transform(value => parseImageReference(value).repository);

const pattern = text.refine(isPattern, {
  error: 'is not a regular expression of RE2',
});

export const goldenImageSchema = z.strictObject({
  apiVersion: z.literal(GOLDEN_IMAGE_API_VERSION),
  kind: z.literal('GoldenImage'),
  metadata: z.strictObject({
    name,
    title: text.optional(),
    description: text.optional(),
  }),
  spec: z.strictObject({
    owner: entityRef('group'),
    system: entityRef('system').optional(),
    repository,
    channels: z
      .array(
        z.strictObject({
          name: version,
          description: text.optional(),
          supportDays: z.int().min(1).max(20_000).optional(),
        }),
      )
      .min(1, { error: 'must name at least one channel' })
      .max(100),
    releases: z
      .array(
        z.strictObject({
          version,
          channel: version.optional(),
          released: date.optional(),
          supportedUntil: date.optional(),
          tag: tag.optional(),
          digests: z.record(platform, digest).default({}),
          report: path.optional(),
        }),
      )
      .max(5_000)
      .default([]),
    discovery: z
      .strictObject({
        rule: z.enum(['semver', 'calendar']),
        pattern: pattern.optional(),
        channel: version.optional(),
      })
      .optional(),
    retired: z
      .strictObject({
        since: date.optional(),
        replacement: name.optional(),
      })
      .optional(),
    trust: supplyChainRulesSchema.optional(),
    vex: z.array(path).max(100).default([]),
  }),
});

/** Refs as the catalog takes them: kind and namespace may be left out. */
function entityRef(kind: string) {
  const written = new RegExp(
    `^(${kind}:)?([a-z0-9][a-z0-9-]{0,62}/)?[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$`,
    'i',
  );
  return z
    .string()
    .regex(written, {
      error: `must be the ref of a ${kind}, such as ${kind}:default/name`,
    })
    .transform(value => {
      const bare = value
        .toLocaleLowerCase('en-US')
        .replace(new RegExp(`^${kind}:`), '');
      return `${kind}:${bare.includes('/') ? bare : `default/${bare}`}`;
    });
}

function isInside(value: string): boolean {
  return (
    !/^[/\\]|\\|^[a-z][a-z0-9+.-]*:/i.test(value) &&
    value.split('/').every(part => part !== '..' && part !== '')
  );
}
