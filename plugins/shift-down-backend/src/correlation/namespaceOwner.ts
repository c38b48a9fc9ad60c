/** Who owns a namespace, by what a team can't write. */
import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { LABEL_NAMESPACE_OWNER_NAMESPACE } from '@shift-down/plugin-shift-down-common';
import type { CorrelationOptions } from './types';

/** @internal */
export interface NamespaceOwner {
  ownerRef: string;
  source: 'rule' | 'record' | 'label';
}

/**
 * The group that owns a namespace. A rule in the configuration goes before our own record
 * of a namespace that we made or took over, and that before the label: it takes more than
 * write access to one Namespace to change them.
 *
 * @param labels - Of the Namespace; empty if it hasn't been seen.
 * @param recordedOwner - Ref of the group by our record of this very Namespace, by its UID.
 * @internal
 */
export function namespaceOwner(
  options: Pick<CorrelationOptions, 'ownerLabel' | 'namespaceOwners'>,
  cluster: string,
  namespace: string,
  labels: Record<string, string>,
  recordedOwner?: string,
): NamespaceOwner | undefined {
  const rule = options.namespaceOwners.find(
    candidate =>
      (candidate.cluster === undefined || candidate.cluster === cluster) &&
      matchesGlob(candidate.namespace, namespace),
  );
  if (rule) {
    return { ownerRef: groupRef(rule.owner), source: 'rule' };
  }
  if (recordedOwner !== undefined) {
    return { ownerRef: groupRef(recordedOwner), source: 'record' };
  }
  const name = labels[options.ownerLabel];
  if (!name) {
    return undefined;
  }
  return {
    ownerRef: stringifyEntityRef({
      kind: 'group',
      namespace: labels[LABEL_NAMESPACE_OWNER_NAMESPACE] || DEFAULT_NAMESPACE,
      name,
    }),
    source: 'label',
  };
}

/** Lower case, and with its kind and namespace. @internal */
export function groupRef(ref: string): string {
  return stringifyEntityRef(
    parseEntityRef(ref, {
      defaultKind: 'group',
      defaultNamespace: DEFAULT_NAMESPACE,
    }),
  );
}

/** `*` is any run of characters; the rest must be the same. @internal */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const last = parts.length - 1;
  if (last === 0) {
    return pattern === text;
  }
  let position = 0;
  for (const [index, part] of parts.entries()) {
    if (index === 0) {
      if (!text.startsWith(part)) {
        return false;
      }
      position = part.length;
    } else if (index === last) {
      return text.length - part.length >= position && text.endsWith(part);
    } else {
      const found = text.indexOf(part, position);
      if (found === -1) {
        return false;
      }
      position = found + part.length;
    }
  }
  return true;
}
