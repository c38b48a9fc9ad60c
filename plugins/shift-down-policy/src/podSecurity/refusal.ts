/** From fields that break a rule to the refusal. */
import type { FieldReader } from './FieldReader';
import type { Container } from './Pod';
import type { Breach, Refusal } from './PodSecurityCheck';
import { inWords, plural, quoted, sortedSet } from './words';

/** A refusal for these breaches, if there are any. */
export function refusal(
  breaches: readonly Breach[],
  reason: string,
  detail: (breaches: readonly Breach[]) => string,
): Refusal | undefined {
  return breaches.length
    ? {
        message: `${reason} (${detail(breaches)})`,
        violations: breaches.map(({ container, field, problem }) => ({
          component: container ?? '',
          field,
          message:
            container === undefined
              ? `Pod: ${problem}`
              : `Container "${container}": ${problem}`,
        })),
      }
    : undefined;
}

/**
 * A field that has a value it must not have.
 * @param owner - The map that has the field: the Pod's or the container's own.
 */
export function forbidden(
  container: Container | undefined,
  owner: FieldReader,
  key: string | number,
  value: string | number | boolean,
): Breach {
  const field = owner.path(key);
  return {
    container: container?.name,
    field,
    value: `${value}`,
    problem: `${inWords(
      field.slice(
        container
          ? container.fields.path().length
          : field.lastIndexOf('spec') + 1,
      ),
    )} must not be ${typeof value === 'string' ? `"${value}"` : value}`,
  };
}

/** A field of a container that is missing or has another value than it must. */
export function required(
  container: Container,
  keys: readonly string[],
  demand: string,
): Breach {
  const field = container.fields.path(...keys);
  return {
    container: container.name,
    field,
    value: '',
    problem: `${keys.join('.')} ${demand}`,
  };
}

/** Names of the containers concerned, in order. */
export function containerNames(breaches: readonly Breach[]): string[] {
  return [
    ...new Set(
      breaches.flatMap(({ container }) =>
        container === undefined ? [] : [container],
      ),
    ),
  ];
}

/** `container "a"`, or `containers "a", "b"`. */
export function containersInWords(breaches: readonly Breach[]): string {
  const names = containerNames(breaches);
  return `${plural(names.length, 'container')} ${quoted(names)}`;
}

/** `pod`, `container "a"`, or both joined by `and`. */
export function settersInWords(breaches: readonly Breach[]): string {
  const setters = [];
  if (breaches.some(({ container }) => container === undefined)) {
    setters.push('pod');
  }
  if (breaches.some(({ container }) => container !== undefined)) {
    setters.push(containersInWords(breaches));
  }
  return setters.join(' and ');
}

/** The values that are listed, each once, sorted. */
export function valuesOf(breaches: readonly Breach[]): string[] {
  return sortedSet(breaches.map(({ value }) => value));
}
