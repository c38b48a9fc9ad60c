/** Fields as people write them: left out, null, empty or with a value. */
import type {
  JsonObject,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import fc from 'fast-check';

/** Left out more often than not. */
export const ABSENT = Symbol('absent');

export type Field = fc.Arbitrary<JsonValue | typeof ABSENT>;

/** One in `rarity` has the value, one in twice as many null. */
export function maybe(value: fc.Arbitrary<JsonValue>, rarity = 3): Field {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2 * rarity - 3, arbitrary: fc.constant<typeof ABSENT>(ABSENT) },
    { weight: 2, arbitrary: value },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

/** A map of what is not left out. */
export function map(fields: Record<string, Field>): fc.Arbitrary<JsonObject> {
  return fc
    .record(fields)
    .map(record =>
      Object.fromEntries(
        Object.entries(record).filter(
          (entry): entry is [string, JsonValue] => entry[1] !== ABSENT,
        ),
      ),
    );
}

export function oneOf<T extends JsonValue>(...values: T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

export function some<T extends JsonValue>(
  values: readonly T[],
  most = 2,
): fc.Arbitrary<T[]> {
  return fc.subarray([...values], { maxLength: Math.min(most, values.length) });
}

export const anyBoolean: fc.Arbitrary<JsonValue> = fc.boolean();
