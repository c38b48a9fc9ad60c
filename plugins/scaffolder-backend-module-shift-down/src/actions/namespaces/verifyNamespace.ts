import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { asked, createClient, type ClientServices } from '../../createClient';
import { pageOf, placeInput } from './namespaceInput';
import { notProved, proofText } from './proofText';
import { examples } from './verifyNamespace.examples';

const REQUIREMENTS = ['told', 'proved'] as const;

/**
 * `shift-down:namespace:verify`: has the API server show in dry runs what it refuses in a
 * managed namespace. Looks anew each time: what was proved once may not hold any more.
 * @public
 */
export function createVerifyNamespaceAction(services: ClientServices) {
  return createTemplateAction({
    id: 'shift-down:namespace:verify',
    description:
      'Proves by pairs of dry runs what is refused in a managed namespace, and by whom',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...placeInput,
        require: z =>
          z
            .enum(REQUIREMENTS, {
              description:
                'proved: fails unless everything is proved; told, the default: says what is not',
            })
            .optional(),
      },
      output: {
        proofs: z => z.string({ description: 'Markdown: what was seen' }),
        notProved: z =>
          z.array(z.string(), { description: 'What was not shown, and why' }),
        link: z => z.string({ description: 'Path of its page in the portal' }),
      },
    },
    async handler(ctx) {
      const { cluster, name } = ctx.input;
      ctx.output('link', pageOf(ctx.input));
      if (ctx.isDryRun) {
        ctx.output('proofs', 'Nothing is proved on a dry run.');
        ctx.output('notProved', []);
        return;
      }
      const client = createClient(
        services,
        await ctx.getInitiatorCredentials(),
      );
      const { proofs } = await asked(
        client.changeManagedNamespace({ cluster, namespace: name }, 'verify'),
      );
      if (!proofs) {
        throw new ConflictError(
          `Nothing was looked at in namespace ${name} of ${cluster}. Start the task again`,
        );
      }
      const missing = notProved(proofs);
      missing.forEach(it => ctx.logger.warn(it));
      ctx.output('proofs', proofText(proofs));
      ctx.output('notProved', missing);
      if (ctx.input.require === 'proved' && missing.length > 0) {
        throw new ConflictError(
          `Not all of it is proved: ${missing.join('; ')}`,
        );
      }
    },
  });
}
