/** Objects of which one value was replaced by another sort of value. */
import type {
  JsonObject,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import fc from 'fast-check';

const STRANGERS: JsonValue[] = [
  'text',
  '7',
  7,
  1.5,
  -1,
  5_000_000_000,
  true,
  null,
  '',
  [],
  {},
  [null],
  ['text'],
  { key: 'value' },
  { key: null },
];

export function spoiled(
  objects: fc.Arbitrary<JsonObject>,
): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      object: objects,
      place: fc.nat(),
      stranger: fc.constantFrom(...STRANGERS),
    })
    .map(({ object, place, stranger }) => {
      const copy = structuredClone(object);
      const places = placesIn(copy).filter(
        ([holder, key]) =>
          holder !== copy || !['apiVersion', 'kind'].includes(key),
      );
      const [holder, key] = places[place % places.length];
      (holder as JsonObject)[key] = stranger;
      return copy;
    });
}

function placesIn(value: JsonValue): [JsonValue, string][] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]): [JsonValue, string][] => [
    [value, key],
    ...placesIn(item),
  ]);
}
