/** What admission is asked: the object as the API server would have made it, and its surroundings. */
import type { JsonObject, KubernetesObject } from './kubernetesObject';

/** @public */
export interface GroupVersionKind {
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
}

/** @public */
export interface GroupVersionResource {
  group: string;
  version: string;
  /** Plural, as in paths: `deployments`. */
  resource: string;
}

/**
 * An admission request to create an object, as evaluators judge it (design, invariant 7).
 * User, old object and authorizer are not in it: they are never known here.
 * @public
 */
export interface AdmissionInput {
  operation: 'CREATE';
  /** Defaulted, zero-pruned and without unknown fields, as the target version has it. */
  object: KubernetesObject;
  kind: GroupVersionKind;
  resource: GroupVersionResource;
  namespaced: boolean;
  /** Empty for what lies in no namespace. */
  namespace: string;
  /** Empty where the API server would generate it. */
  name: string;
  /** The Namespace object, with its labels; unset where it is not known. */
  namespaceObject?: JsonObject;
  /** Minor version of the API server that is assumed, such as 36 for 1.36. */
  minorVersion: number;
  /** In words, what was assumed; told with every finding. */
  assumptions: string[];
}
