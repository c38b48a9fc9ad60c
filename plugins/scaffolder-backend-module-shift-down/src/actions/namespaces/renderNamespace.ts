import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { PlannedObject } from '@shift-down/plugin-shift-down-common/client';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createClient, type ClientServices } from '../../createClient';
import { requestInput, requestOf } from './namespaceInput';
import { previewRequest, problemsOf, refuseProblems } from './previewRequest';
import { examples } from './renderNamespace.examples';

const FOLDER = 'manifests';

/**
 * `shift-down:namespace:render`: writes every manifest of a namespace that is secure by
 * default into the workspace, and makes nothing else.
 * @public
 */
export function createRenderNamespaceAction(services: ClientServices) {
  return createTemplateAction({
    id: 'shift-down:namespace:render',
    description:
      'Writes every manifest of a namespace that is secure by default into the workspace; fails if it could not be made like this',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...requestInput,
        folder: z =>
          z
            .string({
              description: `Folder of the workspace that is written to; ${FOLDER} if not given`,
            })
            .optional(),
      },
      output: {
        files: z =>
          z.array(z.string(), {
            description:
              'Paths in the workspace, in the order they are applied',
          }),
        problems: z =>
          z.array(z.string(), {
            description: 'Why it can’t be made like this',
          }),
        warnings: z => z.array(z.string()),
        needsException: z =>
          z.boolean({
            description:
              'The wished Pod Security level holds once an exception is approved',
          }),
        baselineVersion: z => z.string(),
        delivery: z => z.enum(['cluster', 'pull-request']),
      },
    },
    async handler(ctx) {
      // What was rendered once is what the rest of the task is about.
      const rendered = await ctx.checkpoint({
        key: 'shift-down.namespace.render',
        fn: async () => {
          const client = createClient(
            services,
            await ctx.getInitiatorCredentials(),
          );
          const preview = await previewRequest(
            client,
            requestOf(ctx.input),
            ctx.logger,
          );
          const problems = problemsOf(preview);
          ctx.output('problems', problems);
          refuseProblems(problems);
          return {
            manifests: preview.objects.map((it, index) => ({
              path: pathOf(it, index),
              yaml: it.yaml,
            })),
            warnings: [...preview.warnings],
            needsException: preview.needsException,
            baselineVersion: preview.baselineVersion,
            delivery: preview.delivery,
          };
        },
      });
      const files: string[] = [];
      for (const { path, yaml } of rendered.manifests) {
        const file = `${ctx.input.folder || FOLDER}/${path}`;
        const target = resolveSafeChildPath(ctx.workspacePath, file);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, yaml);
        ctx.logger.info(`Wrote ${file}`);
        files.push(file);
      }
      ctx.output('files', files);
      ctx.output('problems', []);
      ctx.output('warnings', rendered.warnings);
      ctx.output('needsException', rendered.needsException);
      ctx.output('baselineVersion', rendered.baselineVersion);
      ctx.output('delivery', rendered.delivery);
    },
  });
}

/** Numbered, so that `kubectl apply --filename` takes them in their order. */
function pathOf({ kind, name }: PlannedObject, index: number): string {
  const plain = `${kind}-${name}`
    .toLocaleLowerCase('en-US')
    .replaceAll(/[^a-z0-9.-]/g, '-');
  return `${String(index + 1).padStart(2, '0')}-${plain}.yaml`;
}
