import { InputError, isError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  EXCEPTION_CATEGORIES,
  type ExceptionCategory,
} from '@shift-down/plugin-shift-down-common';
import type {
  ExceptionDetail,
  ExceptionRequest,
  ShiftDownClient,
} from '@shift-down/plugin-shift-down-common/client';
import { asked, createClient, type ClientServices } from '../createClient';
import { waitFor } from '../waitFor';
import { examples } from './requestException.examples';

const DAY = 24 * 60 * 60 * 1000;

interface Asked {
  entityRef: string;
  control?: string;
  policy?: { engine: string; name: string; rule?: string };
  vulnerability?: { advisory: string; packageUrl?: string };
  scope?: Omit<ExceptionRequest['scope'], 'entityRef'>;
  until?: string;
  days?: number;
  category: ExceptionCategory;
  justification: string;
  compensatingControls?: string;
  ticket?: string;
}

/**
 * `shift-down:exception:request`: asks for an exception as whoever started the template,
 * and does not wait for the decision.
 * @public
 */
export function createRequestExceptionAction(services: ClientServices) {
  return createTemplateAction({
    id: 'shift-down:exception:request',
    description:
      'Asks for an exception; somebody else decides it, which the task does not wait for',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z =>
          z.string({ description: 'For whose workloads or images' }),
        control: z =>
          z
            .string({
              description:
                'Id of a control that is not to be met, such as privilege-escalation; or name a policy or a vulnerability',
            })
            .optional(),
        policy: z =>
          z
            .object({
              engine: z.string({ description: 'Such as kyverno' }),
              name: z.string({
                description: 'As reports name it; namespace/name for some',
              }),
              rule: z
                .string({ description: 'Every rule if not given' })
                .optional(),
            })
            .optional(),
        vulnerability: z =>
          z
            .object({
              advisory: z.string({ description: 'Such as CVE-2026-12345' }),
              packageUrl: z
                .string({
                  description: 'Without version; every package if not given',
                })
                .optional(),
            })
            .optional(),
        scope: z =>
          z
            .object(
              {
                cluster: z.string({ description: 'Name in config' }).optional(),
                namespace: z.string().optional(),
                workload: z
                  .object({ kind: z.string(), name: z.string() })
                  .optional(),
                container: z.string().optional(),
                repository: z
                  .string({ description: 'Of an image; of vulnerabilities' })
                  .optional(),
              },
              {
                description:
                  'Narrows it; everything that is confirmed to be the entity’s if not given',
              },
            )
            .optional(),
        until: z =>
          z
            .string({
              description:
                'ISO 8601: from when on it holds no more; or give the number of days',
            })
            .optional(),
        days: z =>
          z
            .number({ description: 'From now on; in the place of until' })
            .min(1)
            .max(3650)
            .optional(),
        category: z => z.enum(EXCEPTION_CATEGORIES, { description: 'Why' }),
        justification: z =>
          z.string({ description: 'Why, in words; plain text' }).min(1),
        compensatingControls: z =>
          z
            .string({ description: 'What makes up for it meanwhile' })
            .optional(),
        ticket: z => z.string({ description: 'Number or address' }).optional(),
        waitSeconds: z =>
          z
            .number({
              description:
                'How long it is tried again while it would reach nothing, for a finding that is on its way; not at all if not given',
            })
            .min(0)
            .max(600)
            .optional(),
      },
      output: {
        id: z => z.string({ description: 'Empty on a dry run' }),
        link: z =>
          z.string({
            description: 'Path of its page in the portal; empty on a dry run',
          }),
        state: z => z.string({ description: 'Empty on a dry run' }),
        text: z => z.string({ description: 'Markdown: what came of it' }),
      },
    },
    async handler(ctx) {
      const client = createClient(
        services,
        await ctx.getInitiatorCredentials(),
      );
      if (ctx.isDryRun) {
        const { type, expectation, scope, until } = requestOf(ctx.input);
        const { problems, radius, severity } = await asked(
          client.previewException({ type, expectation, scope, until }),
        );
        problems.forEach(it => ctx.logger.warn(it));
        ctx.output('id', '');
        ctx.output('link', '');
        ctx.output('state', '');
        ctx.output(
          'text',
          [
            `It would reach ${radius.findings} findings, the worst of severity ${severity}.`,
            ...problems.map(it => `- ${it}`),
          ].join('\n\n'),
        );
        return;
      }
      // A task that is taken up again asks no second time.
      const { id, state } = await ctx.checkpoint({
        key: 'shift-down.exception.request',
        fn: async () => {
          const made = await requestPatiently(client, requestOf(ctx.input), {
            waitSeconds: ctx.input.waitSeconds ?? 0,
            signal: ctx.signal,
          });
          return { id: made.id, state: made.state };
        },
      });
      ctx.logger.info(`Asked for exception ${id}`);
      ctx.output('id', id);
      ctx.output('link', `/security/exceptions/${id}`);
      ctx.output('state', state);
      ctx.output(
        'text',
        'It was asked for. Somebody else decides; you are told when they have.',
      );
    },
  });
}

/** What is new takes a moment until the portal has heard of it and judged it. */
async function requestPatiently(
  client: ShiftDownClient,
  request: ExceptionRequest,
  options: { waitSeconds: number; signal: AbortSignal | undefined },
): Promise<ExceptionDetail> {
  let refusal: unknown;
  const made = await waitFor(async () => {
    try {
      return await asked(client.requestException(request));
    } catch (error) {
      refusal = error;
      if (!isTooEarly(error)) {
        throw error;
      }
      return undefined;
    }
  }, options);
  if (!made) {
    throw refusal;
  }
  return made;
}

function isTooEarly(error: unknown): boolean {
  return (
    isError(error) &&
    (error.name === 'NotFoundError' || error.code === 'reaches-nothing')
  );
}

/** @throws InputError unless it names one thing and one end. */
function requestOf(input: Asked): ExceptionRequest {
  const { category, compensatingControls, entityRef, justification, ticket } =
    input;
  return {
    type: 'accepted-risk',
    expectation: expectationOf(input),
    scope: { ...filledIn(input.scope), entityRef },
    until: untilOf(input),
    category,
    justification,
    ...(compensatingControls && { compensatingControls }),
    ...(ticket && { ticket }),
  };
}

/** Forms leave what nobody filled in empty. */
function filledIn<T extends object>(fields: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields ?? {}).filter(([, it]) => it),
  ) as Partial<T>;
}

function expectationOf({
  control,
  policy,
  vulnerability,
}: Asked): ExceptionRequest['expectation'] {
  const named: ExceptionRequest['expectation'][] = [
    ...(control ? [{ type: 'control' as const, control }] : []),
    ...(policy
      ? [
          {
            type: 'policy' as const,
            engine: policy.engine,
            policy: policy.name,
            ...(policy.rule && { rule: policy.rule }),
          },
        ]
      : []),
    ...(vulnerability
      ? [
          {
            type: 'vulnerability' as const,
            advisory: vulnerability.advisory,
            ...(vulnerability.packageUrl && {
              packageUrl: vulnerability.packageUrl,
            }),
          },
        ]
      : []),
  ];
  if (named.length !== 1) {
    throw new InputError(
      'Name one thing that is not to be met: a control, a policy or a vulnerability',
    );
  }
  return named[0];
}

function untilOf({ days, until }: Asked): string {
  if ((days === undefined) === !until) {
    throw new InputError('Say when it ends: give either until or days');
  }
  return until || new Date(Date.now() + (days ?? 0) * DAY).toISOString();
}
