/**
 * Limits and requests that containers of a Pod get from the LimitRanges of its namespace.
 * https://kubernetes.io/docs/concepts/policy/limit-range/
 */
import type { JsonObject } from '../evaluation/kubernetesObject';
import { DecodeError, Decoder } from './decode';
import { applyDefaults } from './defaults/applyDefaults';
import { ensureMap, mapIn, mapsIn } from './defaults/fields';

const TYPE = 'core/v1.LimitRange';
const ANNOTATION = 'kubernetes.io/limit-ranger';

export function applyLimitRange(
  pod: JsonObject,
  written: JsonObject,
  minorVersion: number,
): void {
  const range = asStored(written, minorVersion);
  const defaults = mapsIn(mapIn(range, 'spec'), 'limits').filter(
    ({ type }) => type === 'Container',
  );
  const limits = merge(defaults, 'default');
  const requests = merge(defaults, 'defaultRequest');
  const told: string[] = [];
  for (const [field, sort] of [
    ['containers', 'container'],
    ['initContainers', 'init container'],
  ]) {
    for (const container of mapsIn(mapIn(pod, 'spec'), field)) {
      const resources = ensureMap(container, 'resources');
      const added = {
        request: addMissing(resources, 'requests', requests),
        limit: addMissing(resources, 'limits', limits),
      };
      for (const [list, names] of Object.entries(added)) {
        if (names.length > 0) {
          const all = names.sort().join(', ');
          told.push(`${all} ${list} for ${sort} ${container.name ?? ''}`);
        }
      }
    }
  }
  if (told.length > 0) {
    const metadata = ensureMap(pod, 'metadata');
    ensureMap(metadata, 'annotations')[
      ANNOTATION
    ] = `LimitRanger plugin set: ${told.join('; ')}`;
  }
}

/** With its defaults; one that the API server would not take has no effect. */
function asStored(written: JsonObject, minorVersion: number): JsonObject {
  try {
    const range = new Decoder().decodeStruct(TYPE, written);
    applyDefaults(TYPE, range, minorVersion);
    return range;
  } catch (error) {
    if (error instanceof DecodeError) {
      return {};
    }
    throw error;
  }
}

function merge(items: readonly JsonObject[], field: string): JsonObject {
  return Object.assign({}, ...items.map(item => mapIn(item, field)));
}

function addMissing(
  resources: JsonObject,
  list: string,
  defaults: JsonObject,
): string[] {
  const amounts = ensureMap(resources, list);
  const missing = Object.keys(defaults).filter(
    name => !Object.hasOwn(amounts, name),
  );
  for (const name of missing) {
    amounts[name] = defaults[name];
  }
  return missing;
}
