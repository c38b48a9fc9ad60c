import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { asked, createClient, type ClientServices } from '../../createClient';
import { examples } from './applyNamespace.examples';
import { pageOf, requestInput, requestOf } from './namespaceInput';
import { previewRequest, problemsOf, refuseProblems } from './previewRequest';
import { writtenOrFail, writtenText } from './toldObjects';

/**
 * `shift-down:namespace:apply`: has the back end make a namespace that is secure by
 * default, as whoever started the template, or go on where an earlier task was cut off.
 * @public
 */
export function createApplyNamespaceAction(services: ClientServices) {
  return createTemplateAction({
    id: 'shift-down:namespace:apply',
    description:
      'Makes a namespace that is secure by default, or proposes it in a pull request, as the cluster is configured; safe to run again',
    examples,
    supportsDryRun: true,
    schema: {
      input: requestInput,
      output: {
        id: z => z.string({ description: 'Of the record; empty on a dry run' }),
        state: z =>
          z.enum(['complete', 'proposed', 'planned'], {
            description:
              'proposed: once the pull request is merged and applied; planned: on a dry run',
          }),
        entityRef: z =>
          z.string({
            description:
              'Of the Resource that it is in the catalog; empty on a dry run',
          }),
        baselineVersion: z => z.string(),
        link: z => z.string({ description: 'Path of its page in the portal' }),
        pullRequestUrl: z =>
          z.string({ description: 'Empty if there is none' }),
        text: z => z.string({ description: 'Markdown: what came of it' }),
      },
    },
    async handler(ctx) {
      const client = createClient(
        services,
        await ctx.getInitiatorCredentials(),
      );
      const request = requestOf(ctx.input);
      ctx.output('link', pageOf(request));
      if (ctx.isDryRun) {
        const preview = await previewRequest(client, request, ctx.logger);
        refuseProblems(problemsOf(preview));
        ctx.output('id', '');
        ctx.output('state', 'planned');
        ctx.output('entityRef', '');
        ctx.output('baselineVersion', preview.baselineVersion);
        ctx.output('pullRequestUrl', '');
        ctx.output(
          'text',
          [
            'This would be made:',
            preview.objects
              .map(({ kind, name }) => `- ${kind} ${name}`)
              .join('\n'),
          ].join('\n\n'),
        );
        return;
      }
      // Kept only once all of it is written: what is partly done is gone on with.
      const written = await ctx.checkpoint({
        key: 'shift-down.namespace.apply',
        fn: async () =>
          writtenOrFail(await asked(client.provisionNamespace(request))),
      });
      written.objects.forEach(it => ctx.logger.info(it));
      ctx.output('id', written.id);
      ctx.output('state', written.state);
      ctx.output('entityRef', written.entityRef);
      ctx.output('baselineVersion', written.baselineVersion);
      ctx.output('pullRequestUrl', written.pullRequestUrl);
      ctx.output('text', writtenText(written));
    },
  });
}
