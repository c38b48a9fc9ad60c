import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { asked, createClient, type ClientServices } from '../../createClient';
import { pageOf, placeInput } from './namespaceInput';
import { writtenOrFail, writtenText } from './toldObjects';
import { examples } from './upgradeNamespace.examples';

/**
 * `shift-down:namespace:upgrade`: brings one managed namespace to the current version of
 * the baseline. Many at once are for a rollout.
 * @public
 */
export function createUpgradeNamespaceAction(services: ClientServices) {
  return createTemplateAction({
    id: 'shift-down:namespace:upgrade',
    description:
      'Brings a managed namespace to the current version of the baseline; for who runs all namespaces',
    examples,
    supportsDryRun: true,
    schema: {
      input: placeInput,
      output: {
        from: z => z.string({ description: 'Version that it had' }),
        to: z => z.string({ description: 'Version that it has' }),
        state: z =>
          z.string({ description: 'complete, or proposed in a pull request' }),
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
      const { from, to } = await ctx.checkpoint({
        key: 'shift-down.namespace.version',
        fn: async () => {
          const before = await asked(client.getManagedNamespace(place));
          return { from: before.baselineVersion, to: before.currentVersion };
        },
      });
      ctx.output('from', from);
      ctx.output('link', pageOf(ctx.input));
      if (ctx.isDryRun) {
        ctx.output('to', to);
        ctx.output('state', '');
        ctx.output('pullRequestUrl', '');
        ctx.output('text', `It would go from baseline ${from} to ${to}.`);
        return;
      }
      const written = await ctx.checkpoint({
        key: 'shift-down.namespace.upgrade',
        fn: async () =>
          writtenOrFail(
            await asked(client.changeManagedNamespace(place, 'upgrade')),
          ),
      });
      ctx.output('to', written.baselineVersion);
      ctx.output('state', written.state);
      ctx.output('pullRequestUrl', written.pullRequestUrl);
      ctx.output('text', writtenText(written));
    },
  });
}
