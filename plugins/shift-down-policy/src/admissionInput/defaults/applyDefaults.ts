/** Sets the defaults of an object and of all that it holds, outermost first. */
import type { JsonObject, JsonValue } from '../../evaluation/kubernetesObject';
import { structOf, type ApiType } from '../apiTypes';
import { coreDefaults } from './core';
import { isMap } from './fields';
import { otherDefaults } from './others';
import { podDefaults } from './pods';
import type { TypeDefaults } from './types';
import { workloadDefaults } from './workloads';

const DEFAULTS: TypeDefaults = new Map([
  ...podDefaults,
  ...coreDefaults,
  ...workloadDefaults,
  ...otherDefaults,
]);

export function applyDefaults(
  typeName: string,
  object: JsonObject,
  minorVersion: number,
): void {
  DEFAULTS.get(typeName)?.(object, minorVersion);
  for (const { name, type } of structOf(typeName).nested) {
    applyTo(type, object[name], minorVersion);
  }
}

function applyTo(
  type: ApiType,
  value: JsonValue | undefined,
  minorVersion: number,
): void {
  if (type.sort === 'struct') {
    if (isMap(value)) {
      applyDefaults(type.name, value, minorVersion);
    }
  } else if (type.sort !== 'scalar' && value !== undefined) {
    const items = isMap(value) ? Object.values(value) : value;
    if (Array.isArray(items)) {
      items.forEach(item => applyTo(type.item, item, minorVersion));
    }
  }
}
