/** What `prepareAdmissionInput` is told beside the object, and how it says no. */
import type {
  AdmissionInput,
  GroupVersionResource,
} from '../evaluation/admissionInput';
import type { FieldPath, JsonObject } from '../evaluation/kubernetesObject';

/** @public */
export interface AdmissionInputOptions {
  /** Minor version of the API server, such as 36 for 1.36; the newest known by default. */
  minorVersion?: number;
  /** For objects that name none; `default` by default, as kubectl has it. */
  namespace?: string;
  /** The Namespace that the object would be created in. */
  namespaceObject?: JsonObject;
  /**
   * The ServiceAccount of a Pod. Without it, one that mounts its token and names no
   * secrets is assumed.
   */
  serviceAccount?: JsonObject;
  /** LimitRanges of the namespace, whose defaults containers of Pods get. */
  limitRanges?: readonly JsonObject[];
  /** PriorityClasses of the cluster, beside those that every cluster has. */
  priorityClasses?: readonly JsonObject[];
  /** CustomResourceDefinitions, for the plural and the scope of custom resources. */
  definitions?: readonly JsonObject[];
}

/**
 * There is no such request: `refused` by any API server, since the object can't be
 * decoded, or `unsupported` by our knowledge, which says nothing of the API server.
 * @public
 */
export type NoAdmissionInput =
  | { refused: string; field: FieldPath }
  | { unsupported: string; field: FieldPath };

/** @public */
export type PreparedAdmissionInput = AdmissionInput | NoAdmissionInput;

/** @public */
export interface ResourceOfKind {
  resource: GroupVersionResource;
  namespaced: boolean;
}
