/** Longer texts seldom repeat. */
const MAX_LENGTH = 512;
const MAX_SHARED = 512;
const MAX_REMEMBERED = 50_000;

/** Makes a function that doesn't work out again what it did lately. @internal */
export function remembering<K, V>(make: (key: K) => V): (key: K) => V {
  const remembered = new Map<K, V>();
  return key => {
    let value = remembered.get(key);
    if (value === undefined && !remembered.has(key)) {
      if (remembered.size >= MAX_REMEMBERED) {
        remembered.clear();
      }
      value = make(key);
      remembered.set(key, value);
    }
    return value as V;
  };
}

const sameText = remembering((text: string) => text);

/**
 * The same text, once in memory however often it is read: thousands of reports name
 * the same few policies and packages, and each is kept for as long as its cluster is.
 * Not for values that may be secrets.
 * @internal
 */
export function shared(text: string): string {
  return text.length > MAX_LENGTH ? text : sameText(text);
}

const sameValue = remembering((json: string): unknown => JSON.parse(json));

/**
 * An equal value, once in memory however often it is read: Pods of one template are
 * alike. It must not be changed. Not for what may be secret.
 * @internal
 */
export function sharedValue<T>(value: T): T {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const json = JSON.stringify(value);
  return json.length > MAX_SHARED ? value : (sameValue(json) as T);
}
