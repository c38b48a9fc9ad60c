import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { asked, createClient, type ClientServices } from '../createClient';

const WORDS = {
  planned: 'This is what would change:',
  opened: 'A pull request was opened:',
  updated: 'The pull request was updated:',
  unchanged: 'There was nothing to change.',
  pushed: 'A branch was pushed; open a pull request for it by hand:',
};

/**
 * `shift-down:image:pull-request`: opens or updates the one pull request that moves an
 * entity's repository to another release of a golden image.
 * @public
 */
export function createPullRequestAction(services: ClientServices) {
  return createTemplateAction({
    id: 'shift-down:image:pull-request',
    description:
      "Opens or updates the one pull request that moves an entity's repository to another release of a golden image",
    examples: [
      {
        description: 'Move a component to the newest release of its channel',
        example: stringify({
          steps: [
            {
              id: 'pull-request',
              name: 'Open the pull request',
              action: 'shift-down:image:pull-request',
              input: {
                entityRef: 'component:default/payments-api',
                image: 'nodejs',
              },
            },
          ],
        }),
      },
    ],
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z => z.string({ description: 'Whose repository' }),
        image: z => z.string({ description: 'Name of the golden image' }),
        to: z =>
          z
            .string({
              description:
                'Release to move to; the newest of the channel if not given',
            })
            .optional(),
      },
      output: {
        outcome: z => z.string(),
        pullRequestUrl: z => z.string().optional(),
        version: z => z.string(),
        text: z => z.string({ description: 'Markdown: what came of it' }),
      },
    },
    async handler(ctx) {
      const client = createClient(
        services,
        await ctx.getInitiatorCredentials(),
      );
      const { entityRef, image, to } = ctx.input;
      const bump = await asked(
        client.bumpImage({
          entityRef,
          image,
          ...(to !== undefined && to !== '' && { to }),
          ...(ctx.isDryRun && { dryRun: true }),
        }),
      );
      bump.problems.forEach(it => ctx.logger.warn(it));
      if (bump.outcome === 'conflict') {
        throw new ConflictError(
          `${bump.reason ?? 'The branch was changed by somebody else'} (${
            bump.pullRequestUrl ?? bump.repositoryUrl
          })`,
        );
      }
      ctx.logger.info(
        `${bump.outcome}: ${bump.pullRequestUrl ?? bump.repositoryUrl}`,
      );
      ctx.output('outcome', bump.outcome);
      ctx.output('pullRequestUrl', bump.pullRequestUrl);
      ctx.output('version', bump.to);
      ctx.output(
        'text',
        [
          WORDS[bump.outcome],
          ...bump.changes.map(
            ({ path, from, to: next }) =>
              `- \`${path}\`: \`${from}\` → \`${next}\``,
          ),
          ...bump.problems.map(it => `- by hand: ${it}`),
        ].join('\n'),
      );
    },
  });
}
