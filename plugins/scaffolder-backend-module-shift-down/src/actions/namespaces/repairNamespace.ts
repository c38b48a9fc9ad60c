import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { asked, createClient, type ClientServices } from '../../createClient';
import { pageOf, placeInput } from './namespaceInput';
import { examples } from './repairNamespace.examples';
import { writtenOrFail, writtenText } from './toldObjects';

/**
 * `shift-down:namespace:repair`: applies again what was applied to a managed namespace.
 * What others have added stays, and is told.
 * @public
 */
export function createRepairNamespaceAction(services: ClientServices) {
  return createTemplateAction({
    id: 'shift-down:namespace:repair',
    description:
      'Applies the baseline of a managed namespace again where it has drifted; for who runs all namespaces',
    examples,
    supportsDryRun: true,
    schema: {
      input: placeInput,
      output: {
        state: z =>
          z.string({ description: 'complete, or proposed in a pull request' }),
        drift: z =>
          z.array(z.string(), {
            description: 'What differed before, object by object',
          }),
        link: z => z.string({ description: 'Path of its page in the portal' }),
        pullRequestUrl: z =>
          z.string({ description: 'Empty if there is none' }),
        text: z => z.string({ description: 'Markdown: what came of it' }),
      },
    },
    async handler(ctx) {
      const { cluster, name } = ctx.input;
      const place = { cluster, namespace: name };
      const client = createClient(
        services,
        await ctx.getInitiatorCredentials(),
      );
      // Once it is repaired nothing tells any more what it was.
      const drift = await ctx.checkpoint({
        key: 'shift-down.namespace.drift',
        fn: async () => {
          const before = await asked(client.getManagedNamespace(place));
          return Array.from(
            before.drift,
            it => `${it.kind} ${it.name}: ${it.message}`,
          );
        },
      });
      drift.forEach(it => ctx.logger.info(it));
      ctx.output('drift', drift);
      ctx.output('link', pageOf(ctx.input));
      if (ctx.isDryRun) {
        ctx.output('state', '');
        ctx.output('pullRequestUrl', '');
        ctx.output('text', driftText(drift));
        return;
      }
      const written = await ctx.checkpoint({
        key: 'shift-down.namespace.repair',
        fn: async () =>
          writtenOrFail(
            await asked(client.changeManagedNamespace(place, 'repair')),
          ),
      });
      ctx.output('state', written.state);
      ctx.output('pullRequestUrl', written.pullRequestUrl);
      ctx.output('text', `${driftText(drift)}\n\n${writtenText(written)}`);
    },
  });
}

function driftText(drift: readonly string[]): string {
  return drift.length > 0
    ? ['This differed:', drift.map(it => `- ${it}`).join('\n')].join('\n\n')
    : 'Nothing was known to differ.';
}
