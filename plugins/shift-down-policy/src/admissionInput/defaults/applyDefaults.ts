/** Sets the defaults of an object and of all that it holds, outermost first. */
import type { JsonObject, JsonValue } from '../../evaluation/kubernetesObject';
import { fieldsOfType, type TypeNotation } from '../apiTypes';
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
  for (const { name, type } of fieldsOfType(typeName)) {
    applyTo(type, object[name], minorVersion);
  }
}

function applyTo(
  type: TypeNotation,
  value: JsonValue | undefined,
  minorVersion: number,
): void {
  if (!type.includes('#') || value === undefined) {
    return;
  }
  if (type.startsWith('#')) {
    if (isMap(value)) {
      applyDefaults(type.slice(1), value, minorVersion);
    }
  } else if (Array.isArray(value)) {
    value.forEach(item => applyTo(type.slice(1), item, minorVersion));
  } else if (isMap(value)) {
    Object.values(value).forEach(item =>
      applyTo(type.slice(1), item, minorVersion),
    );
  }
}
