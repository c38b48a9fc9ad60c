import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { pullRequestProvidersExtensionPoint } from '@shift-down/plugin-shift-down-node';
import { readGitConfig } from './config';
import { createProviders } from './createProviders';

/**
 * Lets Shift Down open pull requests in the repositories under `shiftDown.git.repositories`.
 *
 * @throws InputError at start-up if a place is configured in a way that can't work.
 * @public
 */
export const shiftDownModuleGit = createBackendModule({
  pluginId: 'shift-down',
  moduleId: 'git',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: pullRequestProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        for (const provider of createProviders(
          readGitConfig(config, process.cwd()),
          ScmIntegrations.fromConfig(config),
        )) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
