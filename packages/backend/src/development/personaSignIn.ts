/**
 * Signs in the person named in a header, if it is one of the people in
 * `auth.providers.development.personas`. They are real Users of the catalog, so
 * ownership and permissions are those of any other sign-in.
 */
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { assertDevelopmentOnLoopback } from './onlyHere';

/** A header that a page of another origin can't send without asking first. */
export const PERSONA_HEADER = 'x-shift-down-persona';

interface Persona {
  /** Name of the User in the catalog. */
  user: string;
  displayName: string;
}

const personaAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async (persona: Persona) => ({
    profile: { displayName: persona.displayName },
  }),
  initialize({ config }) {
    const personas = config.getConfigArray('personas').map(persona => ({
      user: persona.getString('user'),
      displayName: persona.getString('displayName'),
    }));
    return new Map(personas.map(persona => [persona.user, persona]));
  },
  async authenticate({ req }, personas) {
    const persona = personas.get(req.header(PERSONA_HEADER) ?? '');
    if (!persona) {
      throw new AuthenticationError(
        `Choose one of: ${[...personas.keys()].join(
          ', ',
        )} (header ${PERSONA_HEADER})`,
      );
    }
    return { result: persona };
  },
});

/** Adds the auth provider `development`; throws outside a developer's machine. */
export const personaSignInModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'development-provider',
  register(module) {
    module.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        assertDevelopmentOnLoopback({ nodeEnv: process.env.NODE_ENV, config });
        providers.registerProvider({
          providerId: 'development',
          factory: createProxyAuthProviderFactory({
            authenticator: personaAuthenticator,
            signInResolver: ({ result }, context) =>
              context.signInWithCatalogUser({
                entityRef: { name: result.user },
              }),
          }),
        });
      },
    });
  },
});
