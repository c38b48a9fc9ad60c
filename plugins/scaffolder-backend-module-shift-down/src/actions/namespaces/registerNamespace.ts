import { ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { asked, createClient, type ClientServices } from '../../createClient';
import { waitFor } from '../../waitFor';
import { placeInput } from './namespaceInput';
import { examples } from './registerNamespace.examples';

const WAIT_SECONDS = 60;

/**
 * `shift-down:namespace:register`: tells the catalog of a managed namespace, and waits
 * until its entity is there.
 * @public
 */
export function createRegisterNamespaceAction(
  services: ClientServices & {
    catalog: Pick<CatalogService, 'getEntityByRef'>;
  },
) {
  return createTemplateAction({
    id: 'shift-down:namespace:register',
    description:
      'Tells the catalog of a managed namespace, and waits until its entity is there',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...placeInput,
        waitSeconds: z =>
          z
            .number({ description: `At most; ${WAIT_SECONDS} if not given` })
            .min(0)
            .max(600)
            .optional(),
      },
      output: {
        entityRef: z =>
          z.string({ description: 'Of the Resource; empty on a dry run' }),
      },
    },
    async handler(ctx) {
      const { cluster, name, waitSeconds = WAIT_SECONDS } = ctx.input;
      if (ctx.isDryRun) {
        ctx.output('entityRef', '');
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      const entityRef = await ctx.checkpoint({
        key: 'shift-down.namespace.register',
        fn: async () => {
          const registered = await asked(
            createClient(services, credentials).changeManagedNamespace(
              { cluster, namespace: name },
              'register',
            ),
          );
          return registered.entityRef;
        },
      });
      const entity = await waitFor(
        () =>
          asked(services.catalog.getEntityByRef(entityRef, { credentials })),
        { waitSeconds, signal: ctx.signal },
      );
      if (!entity) {
        throw new ServiceUnavailableError(
          `The catalog was told of ${entityRef} and does not have it after ${waitSeconds} seconds. It reads all namespaces every ten minutes; start the task again then`,
        );
      }
      ctx.logger.info(`${entityRef} is in the catalog`);
      ctx.output('entityRef', entityRef);
    },
  });
}
