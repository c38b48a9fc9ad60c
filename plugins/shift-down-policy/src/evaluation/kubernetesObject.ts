/** Kubernetes objects as evaluators take them: plain JSON, nothing dropped, nothing added. */

/** What JSON and YAML can hold. @public */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | { [key: string]: JsonValue };

/** @public */
export type JsonObject = { [key: string]: JsonValue };

/**
 * An object of the Kubernetes API: its `apiVersion` and `kind` are known to be text, the
 * rest is as somebody wrote it and may be anything.
 * @public
 */
export type KubernetesObject = JsonObject & {
  apiVersion: string;
  kind: string;
};

/**
 * Where a value stands in an object: names of fields and indexes of items from the root,
 * as in `['spec', 'containers', 0, 'image']`.
 * @public
 */
export type FieldPath = readonly (string | number)[];
