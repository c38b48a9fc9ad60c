import type { UserInfoService } from '@backstage/backend-plugin-api';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { asked, createClient, type ClientServices } from '../createClient';
import { runCopa, type CopaConfig } from '../runCopa';

const TAG = /^\w[\w.-]{0,127}$/;

/**
 * `shift-down:image:patch`: has Copa update the packages of a golden release, and publishes
 * what comes of it under a tag of its own.
 * @public
 */
export function createPatchImageAction(
  options: ClientServices & {
    userInfo: UserInfoService;
    /** Unset where the platform has not set Copa up. */
    copa: CopaConfig | undefined;
  },
) {
  return createTemplateAction({
    id: 'shift-down:image:patch',
    description:
      'Has Copa patch a release of a golden image, and publishes the patched release; for owners of the golden image',
    examples: [
      {
        description: 'Patch a release by a report in the workspace',
        example: stringify({
          steps: [
            {
              id: 'patch',
              name: 'Patch the release',
              action: 'shift-down:image:patch',
              input: {
                image: 'debian',
                version: '12.11.0',
                tag: '12.11.0-1',
                report: 'reports/debian-12.11.0.trivy.json',
              },
            },
          ],
        }),
      },
    ],
    supportsDryRun: true,
    schema: {
      input: {
        image: z => z.string({ description: 'Name of the golden image' }),
        version: z => z.string({ description: 'Release to patch' }),
        tag: z =>
          z
            .string({
              description: 'Tag of the patched release',
            })
            .regex(TAG),
        report: z =>
          z
            .string({
              description:
                'Path of a Trivy report in the workspace; all packages are updated without one',
            })
            .optional(),
        push: z =>
          z
            .boolean({ description: 'Publish it; true if not given' })
            .optional(),
      },
      output: {
        image: z => z.string({ description: 'Reference of what was patched' }),
        patched: z => z.string({ description: 'Reference of what came of it' }),
        log: z => z.string({ description: 'What Copa said' }),
      },
    },
    async handler(ctx) {
      const { image, push = true, report, tag, version } = ctx.input;
      const { copa } = options;
      if (!copa) {
        throw new InputError(
          'This portal has no Copa. Install it with BuildKit, and set shiftDown.copa.command',
        );
      }
      const initiator = await ctx.getInitiatorCredentials();
      const client = createClient(options, initiator);
      const golden = await asked(client.getGoldenImage(image));
      const { ownershipEntityRefs } = await options.userInfo.getUserInfo(
        initiator,
      );
      if (!golden.ownerRef || !ownershipEntityRefs.includes(golden.ownerRef)) {
        throw new NotAllowedError(
          `Only an owner of the golden image ${image} can publish a release of it`,
        );
      }
      const release = golden.releaseList.find(it => it.version === version);
      const reference = release?.fromLine?.replace(/^FROM /, '');
      if (reference === undefined) {
        throw new InputError(`There is no release ${version} of ${image}`);
      }
      if (golden.releaseList.some(it => it.version === tag)) {
        throw new InputError(
          `There is a release ${tag} of ${image} already, which must not change. Choose another tag`,
        );
      }
      const patched = `${golden.repository}:${tag}`;
      const log: string[] = [];
      if (!ctx.isDryRun) {
        await runCopa(
          copa,
          {
            image: reference,
            tag,
            push,
            ...(report !== undefined && {
              report: resolveSafeChildPath(ctx.workspacePath, report),
            }),
          },
          line => {
            log.push(line);
            ctx.logger.info(line);
          },
        );
      }
      ctx.output('image', reference);
      ctx.output('patched', patched);
      ctx.output('log', log.slice(-200).join('\n'));
    },
  });
}
