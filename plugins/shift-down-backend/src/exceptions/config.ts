/** `shiftDown.exceptions`: who decides, within which limits, and how engines are told. */
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  SEVERITIES,
  type EnforcementDelivery,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type {
  DeciderRule,
  ExceptionLimits,
  WorkingCalendar,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import { groupRef } from '../correlation/namespaceOwner';

/** How the engines of one cluster are told. @internal */
export interface ExceptionDeliveryConfig {
  /** Name of the cluster in config. */
  cluster: string;
  type: EnforcementDelivery;
  /** Of `pull-request`. */
  repositoryUrl?: string;
  /** Folder in the repository. */
  path?: string;
  /** Branch that pull requests are for; the repository's own by default. */
  base?: string;
}

/** @internal */
export interface ExceptionsConfig {
  deciders: DeciderRule[];
  breakGlass: { holders: string[]; maxHours: number };
  limits: Record<Severity, ExceptionLimits>;
  calendar: WorkingCalendar;
  /** Annotations of User entities that say who a person is; the first that is there. */
  identity: { annotations: string[] };
  /** Clusters that are not named have `cluster` where there is a writer, else `document`. */
  delivery: ExceptionDeliveryConfig[];
  export: {
    /** Stands in exports as who issued them. */
    issuer?: string;
    /** So long an export is good for. */
    hours: number;
  };
}

const DEFAULT_IDENTITY_ANNOTATIONS = [
  'graph.microsoft.com/user-id',
  'keycloak.org/id',
  'okta.com/user-id',
  'github.com/user-id',
];

const DEFAULT_LIMITS: Record<Severity, ExceptionLimits> = {
  critical: limits(30, 90, 2, 2, ['ticket', 'compensatingControls']),
  high: limits(90, 180, 3, 1, ['compensatingControls']),
  medium: limits(180, 365, 5, 1),
  low: limits(365, 730, 10, 1),
  info: limits(365, 730, 10, 1),
  // It may be as bad as the worst.
  unknown: limits(30, 90, 3, 1, ['compensatingControls']),
};

function limits(
  maxDays: number,
  maxTotalDays: number,
  reviewDays: number,
  approvals: 1 | 2,
  required: ExceptionLimits['required'] = [],
): ExceptionLimits {
  return {
    maxDays,
    maxTotalDays,
    reviewDays,
    approvals,
    required,
    maxPerEntity: 50,
  };
}

/** A ref in the form that the catalog uses. */
const refSchema = (kinds: readonly string[], example: string) =>
  z.string().transform((text, context) => {
    let ref: string | undefined;
    try {
      ref = groupRef(text);
    } catch {
      ref = undefined;
    }
    if (ref === undefined || !kinds.includes(ref.split(':')[0])) {
      context.addIssue({
        code: 'custom',
        message: `'${text}' is not the ref of a ${kinds.join(
          ' or a ',
        )}, such as ${example}`,
      });
      return z.NEVER;
    }
    return ref;
  });

const group = refSchema(['group'], 'group:default/security');
const days = z.number().int().min(1).max(3_650);

const limitsSchema = z.strictObject({
  maxDays: days.optional(),
  maxTotalDays: days.optional(),
  reviewDays: z.number().int().min(1).max(365).optional(),
  approvals: z
    .union([z.literal(1), z.literal(2)], { error: 'must be 1 or 2' })
    .optional(),
  required: z.array(z.enum(['ticket', 'compensatingControls'])).optional(),
  maxPerEntity: z.number().int().min(1).max(10_000).optional(),
});

const deliverySchema = z
  .strictObject({
    cluster: z.string().min(1),
    type: z.enum(['cluster', 'pull-request', 'document', 'none']),
    repositoryUrl: z.url().optional(),
    path: z
      .string()
      .regex(/^(?!\/)(?!.*\.\.)[^\\]+$/, 'must be a folder in the repository')
      .optional(),
    base: z.string().min(1).optional(),
  })
  .refine(it => it.type !== 'pull-request' || it.repositoryUrl !== undefined, {
    message: 'must be given where the type is pull-request',
    path: ['repositoryUrl'],
  });

const schema = z.strictObject({
  deciders: z
    .array(
      z.strictObject({
        group,
        severities: z.array(z.enum(SEVERITIES)).default([]),
        deputies: z.array(group).default([]),
      }),
    )
    .default([]),
  breakGlass: z
    .strictObject({
      holders: z
        .array(refSchema(['group', 'user'], 'group:default/on-call'))
        .default([]),
      maxHours: z.number().int().min(1).max(24).default(24),
    })
    .prefault({}),
  limits: z.partialRecord(z.enum(SEVERITIES), limitsSchema).default({}),
  calendar: z
    .strictObject({
      timeZone: z
        .string()
        .default('UTC')
        .refine(isTimeZone, 'must be the name of a time zone: Europe/Berlin'),
      workingDays: z
        .array(z.number().int().min(1).max(7))
        .nonempty()
        .default([1, 2, 3, 4, 5] as [number, ...number[]]),
      holidays: z.array(z.iso.date('must be a date: 2027-01-01')).default([]),
    })
    .prefault({}),
  identity: z
    .strictObject({
      annotations: z
        .array(z.string().min(1))
        .default(DEFAULT_IDENTITY_ANNOTATIONS),
    })
    .prefault({}),
  delivery: z.array(deliverySchema).default([]),
  export: z
    .strictObject({
      issuer: z.url().optional(),
      hours: z.number().int().min(1).max(168).default(24),
    })
    .prefault({}),
});

/**
 * Reads `exceptions` of the section `shiftDown`.
 *
 * @throws InputError that names the key and what it should be.
 * @internal
 */
export function readExceptionsConfig(
  section: Config | undefined,
): ExceptionsConfig {
  const parsed = schema.safeParse(section?.getOptional('exceptions') ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(issue.path, issue.message);
  }
  const { data } = parsed;
  const named = data.delivery.map(it => it.cluster);
  const twice = named.findIndex((it, at) => named.indexOf(it) !== at);
  if (twice !== -1) {
    throw refuse(
      ['delivery', twice, 'cluster'],
      `'${named[twice]}' is named twice`,
    );
  }
  return { ...data, limits: limitsOf(data.limits) };
}

function limitsOf(
  configured: Partial<Record<Severity, z.infer<typeof limitsSchema>>>,
): Record<Severity, ExceptionLimits> {
  const result = { ...DEFAULT_LIMITS };
  for (const severity of SEVERITIES) {
    const own = configured[severity] ?? {};
    const merged = { ...DEFAULT_LIMITS[severity], ...withoutUnset(own) };
    if (merged.maxTotalDays < merged.maxDays) {
      if (own.maxTotalDays !== undefined) {
        throw refuse(
          ['limits', severity, 'maxTotalDays'],
          `${merged.maxTotalDays} is less than maxDays, which is ${merged.maxDays}`,
        );
      }
      merged.maxTotalDays = merged.maxDays;
    }
    result[severity] = merged;
  }
  return result;
}

function withoutUnset<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, it]) => it !== undefined),
  ) as Partial<T>;
}

function refuse(path: readonly PropertyKey[], message: string): InputError {
  const key = ['shiftDown', 'exceptions', ...path].map(String).join('.');
  return new InputError(`${key} in the configuration: ${message}`);
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
