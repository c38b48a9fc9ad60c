/** What a Terraform plan holds for Kubernetes. */
import type { FieldPath, KubernetesObject } from '../../evaluation';

/** Where a field of an object comes from. @public */
export interface TerraformSource {
  /** Address of the resource, `module.shop.kubernetes_pod.web["a"]`. */
  address: string;
  /** The attribute within it, as in Terraform: `spec[0].container[0].image`; may be empty. */
  attribute: string;
  /** Path of that attribute's value from the root of the plan's JSON. */
  planPath: FieldPath;
}

/** One object that the plan would create or keep. @public */
export interface TerraformManifest {
  address: string;
  /**
   * As the API would be sent it. Sensitive values, and values known only after apply, are
   * WITHHELD: evaluators must take them as unknown.
   */
  object: KubernetesObject;
  /** Why fields are withheld, in words, one line a field; empty when none is. */
  withheld: string[];
  /** Of a field, or of its nearest parent that is there. */
  sourceOf(field: FieldPath): TerraformSource;
}

/** @public */
export interface TerraformManifests {
  manifests: TerraformManifest[];
  /** Resources that could hold manifests and were not evaluated, with the reason. */
  notEvaluated: { address: string; reason: string }[];
}
