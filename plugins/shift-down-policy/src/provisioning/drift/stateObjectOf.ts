import type { JsonObject, JsonValue } from '../../evaluation';
import type { NamespaceStateObject } from '../../namespaceBaseline';
import type { BaselineManifest, ObservedObject } from '../types';
import { isFields } from './json';

/** As judgement of namespaces takes it. @internal */
export function stateObjectOf(observed: ObservedObject): NamespaceStateObject {
  const { apiVersion, kind, namespace, name, fields, labels } = observed;
  return {
    object: {
      ...(fields as JsonObject),
      apiVersion,
      kind,
      metadata: {
        ...(isFields(fields.metadata) && fields.metadata),
        name,
        ...(namespace && { namespace }),
      },
    },
    labels,
  };
}

/** As if it were there, as it was applied. @internal */
export function asObserved(manifest: BaselineManifest): ObservedObject {
  const { apiVersion, kind, metadata } = manifest;
  const { namespace = '', name, labels = {} } = metadata;
  return {
    apiVersion,
    kind,
    namespace,
    name,
    uid: '',
    fields: manifest as Record<string, JsonValue | undefined>,
    labels,
  };
}
