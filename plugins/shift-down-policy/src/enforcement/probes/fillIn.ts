/** Makes a specification of Pods whole again, of which values were left out. */
import type { JsonObject, JsonValue } from '../../evaluation';
import { WITHHELD } from '../../evaluation/withheld';

/** What an item of these lists has to have, and may have lost. */
const HANDLERS = ['exec', 'grpc', 'httpGet', 'sleep', 'tcpSocket'];
const HARMLESS = { exec: { command: ['true'] } };
const HANDLED = new Set([
  'livenessProbe',
  'postStart',
  'preStop',
  'readinessProbe',
  'startupProbe',
]);

/** @internal */
export function fillIn(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const whole = wholeOf(key, value);
      return whole === undefined ? [] : [[key, whole]];
    }),
  );
}

function wholeOf(key: string, value: JsonValue): JsonValue | undefined {
  if (value === WITHHELD) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.flatMap(item => {
      const whole = wholeOf('', item);
      if (whole === undefined) {
        return [];
      }
      return [key === 'volumes' && isFields(whole) ? volumeOf(whole) : whole];
    });
  }
  if (!isFields(value)) {
    return value;
  }
  const whole = fillIn(value);
  if (HANDLED.has(key)) {
    return isHandled(whole) ? whole : { ...numbersOf(whole), ...HARMLESS };
  }
  return whole;
}

/** What a volume holds was left out, and what type it is may be all that is judged. */
function volumeOf(volume: JsonObject): JsonObject {
  return Object.keys(volume).length > 1 ? volume : { ...volume, emptyDir: {} };
}

function isHandled(hook: JsonObject): boolean {
  const handler = HANDLERS.find(it => Object.hasOwn(hook, it));
  const action = handler && hook[handler];
  return isFields(action) && Object.keys(action).length > 0;
}

function numbersOf(hook: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(hook).filter(([, value]) => typeof value === 'number'),
  );
}

function isFields(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
