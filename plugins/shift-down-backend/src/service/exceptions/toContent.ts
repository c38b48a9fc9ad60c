/** From what a client sends to what is judged; what has no meaning here is refused. */
import { InputError } from '@backstage/errors';
import {
  ENGINES,
  EXCEPTION_CATEGORIES,
  EXCEPTION_TYPES,
  VEX_JUSTIFICATIONS,
  type ExceptionExpectation,
  type ExceptionScope,
} from '@shift-down/plugin-shift-down-common';
import type { ExceptionContent } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { z } from 'zod';
import { parseClientEntityRef } from '../request/entityRef';

const expectationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('control'), control: z.string().min(1) }),
  z.strictObject({
    type: z.literal('policy'),
    engine: z.enum(ENGINES),
    policy: z.string().min(1),
    rule: z.string().min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('vulnerability'),
    advisory: z.string().min(1),
    packageUrl: z.string().min(1).optional(),
  }),
]);

const name = z.string().min(1).max(253);

const scopeSchema = z.strictObject({
  entityRef: z.string(),
  cluster: name.optional(),
  namespace: name.optional(),
  workload: z.strictObject({ kind: name, name }).optional(),
  container: name.optional(),
  repository: z.string().min(1).max(512).optional(),
});

const moment = z.iso.datetime({
  offset: true,
  error: 'must be a moment in ISO 8601, such as 2027-01-31T12:00:00Z',
});

const requestSchema = z.strictObject({
  type: z.enum(EXCEPTION_TYPES),
  expectation: expectationSchema,
  scope: scopeSchema,
  from: moment.optional(),
  until: moment,
  category: z.enum(EXCEPTION_CATEGORIES),
  justification: z.string().max(10_000),
  compensatingControls: z.string().max(10_000).default(''),
  ticket: z.string().max(500).default(''),
  falsePositive: z
    .strictObject({
      justification: z.enum(VEX_JUSTIFICATIONS),
      evidence: z.string().max(10_000),
    })
    .optional(),
  renews: z.uuid().optional(),
});

/** A request as it is judged, and what goes with it. @internal */
export interface ParsedRequest {
  content: ExceptionContent;
  renews?: string;
}

/**
 * Reads a request. Names of clusters become UIDs; the beginning is now if it isn't given.
 *
 * @throws InputError that names the field, for unknown ones as well: nothing that is sent is
 * ignored.
 * @internal
 */
export async function toContent(
  knex: Knex,
  request: unknown,
  now: Date,
): Promise<ParsedRequest> {
  const { from, renews, scope, until, ...rest } = parse(requestSchema, request);
  return {
    content: {
      ...rest,
      expectation: withoutUnset(rest.expectation),
      scope: await resolveScope(knex, scope),
      from: toMoment(from ?? now.toISOString()),
      until: toMoment(until),
    },
    ...(renews !== undefined && { renews }),
  };
}

const extentSchema = z.object({
  from: moment.optional(),
  until: moment.optional(),
  scope: scopeSchema.optional(),
});

/**
 * Reads what a proposal changes; the rest is as it was asked for.
 * @throws InputError that names the field.
 * @internal
 */
export async function toExtent(
  knex: Knex,
  change: unknown,
  asked: Pick<ExceptionContent, 'from' | 'until' | 'scope'>,
): Promise<Pick<ExceptionContent, 'from' | 'until' | 'scope'>> {
  const { from, scope, until } = parse(extentSchema, change);
  return {
    from: from === undefined ? asked.from : toMoment(from),
    until: until === undefined ? asked.until : toMoment(until),
    scope: scope ? await resolveScope(knex, scope) : asked.scope,
  };
}

/**
 * Reads the scope that a client sent.
 * @throws InputError that names the field.
 * @internal
 */
export async function toScope(
  knex: Knex,
  scope: unknown,
): Promise<ExceptionScope> {
  return await resolveScope(knex, parse(scopeSchema, scope, ['scope']));
}

/** @throws InputError that names the field. @internal */
export function toExpectation(expectation: unknown): ExceptionExpectation {
  return withoutUnset(parse(expectationSchema, expectation, ['expectation']));
}

async function resolveScope(
  knex: Knex,
  scope: z.infer<typeof scopeSchema>,
): Promise<ExceptionScope> {
  const entityRef = parseClientEntityRef(scope.entityRef);
  return withoutUnset({
    ...scope,
    entityRef,
    cluster:
      scope.cluster === undefined
        ? undefined
        : await clusterOf(knex, entityRef, scope.cluster),
  });
}

/** That there is such a cluster is told only of those that the entity runs in. */
async function clusterOf(
  knex: Knex,
  entityRef: string,
  cluster: string,
): Promise<string> {
  const found = await knex('clusters as c')
    .join('subjects as s', 's.cluster_uid', 'c.uid')
    .join('subject_entities as se', 'se.subject_id', 's.id')
    .where({ 'c.name': cluster, 'se.entity_ref': entityRef })
    .first('c.uid');
  if (!found) {
    throw new InputError(
      `${entityRef} runs in no cluster '${cluster}'. Name one that it runs in, or leave it out`,
    );
  }
  return found.uid;
}

function parse<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: string[] = [],
): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = [...path, ...issue.path].join('.');
    throw new InputError(field ? `${field}: ${issue.message}` : issue.message);
  }
  return parsed.data;
}

function toMoment(text: string): string {
  return new Date(text).toISOString();
}

function withoutUnset<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, it]) => it !== undefined),
  ) as T;
}
