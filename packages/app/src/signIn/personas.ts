/** The people of the development portal, and which of them this tab has chosen. */
import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** Somebody to sign in as. */
export interface Persona {
  /** Name of their User in the catalog. */
  user: string;
  displayName: string;
  role: string;
  group: string;
}

export interface Personas {
  /** Name of the HTTP header that carries the choice. */
  header: string;
  people: Persona[];
}

/** The configured people; undefined outside development. */
export function readPersonas(config: ConfigApi): Personas | undefined {
  if (config.getOptionalString('auth.environment') !== 'development') {
    return undefined;
  }
  const development = config.getOptionalConfig('auth.providers.development');
  return (
    development && {
      header: development.getString('header'),
      people: development.getConfigArray('personas').map(person => ({
        user: person.getString('user'),
        displayName: person.getString('displayName'),
        role: person.getString('role'),
        group: person.getString('group'),
      })),
    }
  );
}

const STORAGE_KEY = 'shift-down.persona';

/**
 * The choice survives a reload and belongs to one browser tab, so that two
 * people can be compared side by side.
 */
export const chosenPersona = {
  load: () => window.sessionStorage.getItem(STORAGE_KEY) ?? undefined,
  save: (user: string) => window.sessionStorage.setItem(STORAGE_KEY, user),
  clear: () => window.sessionStorage.removeItem(STORAGE_KEY),
};
