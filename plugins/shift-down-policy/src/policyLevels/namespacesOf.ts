/** Which namespaces a team may make policies for. */
import {
  LABEL_NAMESPACE_OWNER,
  LABEL_NAMESPACE_OWNER_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import type { JsonValue, KubernetesObject } from '../evaluation';
import { at } from './read';

const NAME = 'kubernetes.io/metadata.name';

/** Names of namespaces by their owner, a group of the catalog's default namespace. */
export function namespacesByOwner(
  objects: readonly KubernetesObject[],
): Map<string, Set<string>> {
  const byOwner = new Map<string, Set<string>>();
  for (const object of objects) {
    const owner = at(object, 'metadata', 'labels', LABEL_NAMESPACE_OWNER);
    const name = at(object, 'metadata', 'name');
    const group =
      at(object, 'metadata', 'labels', LABEL_NAMESPACE_OWNER_NAMESPACE) ??
      'default';
    if (
      object.apiVersion === 'v1' &&
      object.kind === 'Namespace' &&
      typeof owner === 'string' &&
      typeof name === 'string' &&
      group === 'default'
    ) {
      byOwner.set(owner, (byOwner.get(owner) ?? new Set()).add(name));
    }
  }
  return byOwner;
}

/**
 * Whether a namespace selector can match none but these namespaces. It must say so by
 * their names, which the API server sets itself; requirements of a selector are ANDed, so
 * that one suffices.
 */
export function selectsOnly(
  selector: JsonValue | undefined,
  namespaces: ReadonlySet<string>,
): boolean {
  const owns = (name: JsonValue | undefined) =>
    typeof name === 'string' && namespaces.has(name);
  if (owns(at(selector, 'matchLabels', NAME))) {
    return true;
  }
  const expressions = at(selector, 'matchExpressions');
  return (
    Array.isArray(expressions) &&
    expressions.some(expression => {
      const values = at(expression, 'values');
      return (
        at(expression, 'key') === NAME &&
        at(expression, 'operator') === 'In' &&
        Array.isArray(values) &&
        values.length > 0 &&
        values.every(owns)
      );
    })
  );
}
