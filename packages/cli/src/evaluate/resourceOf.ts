/** How reports name an object. */
import {
  resourceOf as resourceOfKind,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Manifest } from '../input/types';
import type { Resource } from '../report/types';

/** @param defaultNamespace - for objects that name none, as kubectl's context does */
export function resourceOf(
  manifest: Manifest,
  defaultNamespace: string,
): Resource {
  const { object, file, origin } = manifest;
  const name = nameOf(object);
  return {
    file,
    ...(origin && { origin }),
    resource: `${object.kind}/${name}`,
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: namespaceOf(object, defaultNamespace),
    name,
  };
}

function nameOf({ metadata }: KubernetesObject): string {
  const { name, generateName } = fieldsOf(metadata);
  if (typeof name === 'string' && name) {
    return name;
  }
  return typeof generateName === 'string' && generateName
    ? `${generateName}*`
    : '(no name)';
}

/** Where the object would be created; empty for what lies in no namespace. */
export function namespaceOf(
  object: KubernetesObject,
  defaultNamespace: string,
): string {
  const known = resourceOfKind(object.apiVersion, object.kind);
  if (known && !known.namespaced) {
    return '';
  }
  const { namespace } = fieldsOf(object.metadata);
  if (typeof namespace === 'string' && namespace) {
    return namespace;
  }
  return known ? defaultNamespace : '';
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}
