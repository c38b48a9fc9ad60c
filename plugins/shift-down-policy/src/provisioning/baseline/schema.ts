/** `baseline.yaml`: what a version of the baseline says of itself. */
import { LIMITS_PRESETS } from '@shift-down/plugin-shift-down-common';
import { valid } from 'semver';
import { z } from 'zod';

const text = z.string().trim().min(1);

const objectSchema = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/,
      'must be of lower-case letters, digits and dashes, 40 at the most',
    ),
  title: text,
  controls: z.array(text).default([]),
  file: z
    .string()
    .regex(
      /^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)*\.ya?ml$/,
      'must be the path of a YAML file in the folder of the version',
    ),
  forEach: z.enum(['egress', 'roles']).optional(),
  limits: z.enum(LIMITS_PRESETS).optional(),
  madeByCluster: z.boolean().default(false),
});

export const baselineSchema = z.strictObject({
  apiVersion: z.literal('shift-down.io/v1'),
  kind: z.literal('NamespaceBaseline'),
  metadata: z.strictObject({ name: text }),
  spec: z.strictObject({
    version: z.string().refine(
      // It is the value of a label, too; that takes no build metadata.
      version => valid(version) === version && version.length <= 63,
      'must be a semantic version such as 1.0.0, without build metadata',
    ),
    notes: text,
    podSecurityVersion: z
      .string()
      .regex(/^v1\.(0|[1-9]\d{0,2})$/, 'must be a version such as v1.36'),
    objects: z.array(objectSchema).min(1).max(100),
  }),
});

export type BaselineDeclaration = z.infer<typeof baselineSchema>;
export type ObjectDeclaration = BaselineDeclaration['spec']['objects'][number];

/** Sentences about what is wrong, each with its field. */
export function faultsOf(error: z.ZodError): string[] {
  return error.issues.map(issue => {
    const field = issue.path.join('.');
    return field ? `${field}: ${inWords(issue)}` : inWords(issue);
  });
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `there is no field ${issue.keys
      .map(key => `'${key}'`)
      .join(', ')} in the format`;
  }
  if (issue.code === 'invalid_type') {
    return `is missing or no ${issue.expected}`;
  }
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values
      .map(value => `'${String(value)}'`)
      .join(' or ')}`;
  }
  return issue.message;
}
