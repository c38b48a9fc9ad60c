/** Manifests of which a few values are gone: at the border of what policies ask for. */
import type {
  JsonObject,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import fc from 'fast-check';

const KEPT = new Set(['apiVersion', 'kind', 'metadata', 'name', 'selector']);

export function trimmed(
  manifests: readonly JsonObject[],
): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      manifest: fc.constantFrom(...manifests),
      places: fc.array(fc.nat(), { maxLength: 3 }),
    })
    .map(({ manifest, places }) => {
      const copy = structuredClone(manifest);
      for (const place of places) {
        const all = placesIn(copy);
        if (all.length === 0) {
          break;
        }
        const [holder, key] = all[place % all.length];
        if (Array.isArray(holder)) {
          holder.splice(Number(key), 1);
        } else {
          delete (holder as JsonObject)[key];
        }
      }
      return copy;
    });
}

function placesIn(value: JsonValue): [JsonValue, string][] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]): [JsonValue, string][] => [
    ...(KEPT.has(key) ? [] : [[value, key] as [JsonValue, string]]),
    ...placesIn(item),
  ]);
}
