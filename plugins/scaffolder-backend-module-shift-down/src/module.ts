import {
  coreServices,
  createBackendModule,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { z } from 'zod';
import { createBumpImageAction } from './actions/bumpImage';
import {
  createApplyNamespaceAction,
  createRegisterNamespaceAction,
  createRenderNamespaceAction,
  createRepairNamespaceAction,
  createUpgradeNamespaceAction,
  createVerifyNamespaceAction,
} from './actions/namespaces';
import { createPullRequestAction } from './actions/openPullRequest';
import { createPatchImageAction } from './actions/patchImage';
import { createRequestExceptionAction } from './actions/requestException';
import type { CopaConfig } from './runCopa';

const copaSchema = z.strictObject({
  command: z.string().min(1),
  buildkit: z.string().min(1).optional(),
  timeoutSeconds: z.number().int().min(1).max(7_200).default(600),
});

/**
 * Actions of Shift Down for templates.
 * @public
 */
export const scaffolderModuleShiftDown = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'shift-down',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        userInfo: coreServices.userInfo,
      },
      async init({ actions, config, ...services }) {
        const copa = readCopaConfig(config);
        actions.addActions(
          createBumpImageAction(services),
          createPullRequestAction(services),
          createPatchImageAction({ ...services, copa }),
          createRequestExceptionAction(services),
          createRenderNamespaceAction(services),
          createApplyNamespaceAction(services),
          createRegisterNamespaceAction(services),
          createVerifyNamespaceAction(services),
          createRepairNamespaceAction(services),
          createUpgradeNamespaceAction(services),
        );
      },
    });
  },
});

function readCopaConfig(config: RootConfigService): CopaConfig | undefined {
  const section = config.getOptional('shiftDown.copa');
  if (section === undefined) {
    return undefined;
  }
  const parsed = copaSchema.safeParse(section);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `${['shiftDown.copa', ...issue.path].join('.')} in the configuration: ${
        issue.message
      }`,
    );
  }
  const { buildkit, ...copa } = parsed.data;
  return { ...copa, ...(buildkit !== undefined && { buildkit }) };
}
