import type { JsonObject } from '../evaluation/kubernetesObject';
import { builtInKind, groupOf, isBuiltInGroup, versionOf } from './apiTypes';
import { mapIn } from './defaults/fields';
import type { ResourceOfKind } from './types';

/**
 * The resource of a kind: of built-in kinds as discovery says, of others as their
 * definition says. Undefined where neither knows it.
 * @param definitions - CustomResourceDefinitions that are at hand.
 * @public
 */
export function resourceOf(
  apiVersion: string,
  kind: string,
  definitions: readonly JsonObject[] = [],
): ResourceOfKind | undefined {
  const group = groupOf(apiVersion);
  const version = versionOf(apiVersion);
  const builtIn = builtInKind(apiVersion, kind);
  if (builtIn) {
    const { resource, namespaced = false } = builtIn;
    return { resource: { group, version, resource }, namespaced };
  }
  if (isBuiltInGroup(group)) {
    return undefined;
  }
  for (const definition of definitions) {
    const spec = mapIn(definition, 'spec');
    const names = mapIn(spec, 'names');
    if (spec?.group === group && names?.kind === kind) {
      const resource = names.plural;
      if (typeof resource === 'string') {
        return {
          resource: { group, version, resource },
          namespaced: spec.scope === 'Namespaced',
        };
      }
    }
  }
  return undefined;
}

/** What most authors take as the plural. */
export function guessedPlural(kind: string): string {
  const name = kind.toLowerCase();
  if (/(?:s|x|z|ch|sh)$/.test(name)) {
    return `${name}es`;
  }
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}
