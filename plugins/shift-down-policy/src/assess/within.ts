/** The inner map of a map of maps, made if it is not there yet. */
export function within<K, V>(
  maps: Map<K, Map<string, V>>,
  key: K,
): Map<string, V> {
  let map = maps.get(key);
  if (!map) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}
