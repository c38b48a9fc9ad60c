/** Annotations and labels that Shift Down reads. They only claim; see the threat model. */

/** Workloads labelled with the same value are claimed. @public */
export const ANNOTATION_KUBERNETES_ID = 'backstage.io/kubernetes-id';
/** A label selector over workloads. @public */
export const ANNOTATION_KUBERNETES_LABEL_SELECTOR =
  'backstage.io/kubernetes-label-selector';
/** Narrows a claim to one Kubernetes namespace. @public */
export const ANNOTATION_KUBERNETES_NAMESPACE =
  'backstage.io/kubernetes-namespace';
/** Narrows a claim to one cluster, by the name it has in config. @public */
export const ANNOTATION_KUBERNETES_CLUSTER = 'backstage.io/kubernetes-cluster';

/** Each annotation of an entity by which it claims workloads. @public */
export const CLAIM_ANNOTATIONS = [
  ANNOTATION_KUBERNETES_ID,
  ANNOTATION_KUBERNETES_LABEL_SELECTOR,
  ANNOTATION_KUBERNETES_NAMESPACE,
  ANNOTATION_KUBERNETES_CLUSTER,
] as const;

/** `spec.type` of a Resource entity that stands for a Kubernetes namespace. @public */
export const RESOURCE_TYPE_KUBERNETES_NAMESPACE = 'kubernetes-namespace';

/** Names the golden image that a Resource entity stands for. @public */
export const ANNOTATION_GOLDEN_IMAGE = 'shift-down.io/golden-image';

/**
 * Label on a Namespace object that names its owning Group; the Group's catalog
 * namespace is `default` unless {@link LABEL_NAMESPACE_OWNER_NAMESPACE} says so.
 * @public
 */
export const LABEL_NAMESPACE_OWNER = 'shift-down.io/owner';
/** Catalog namespace of the Group in {@link LABEL_NAMESPACE_OWNER}. @public */
export const LABEL_NAMESPACE_OWNER_NAMESPACE = 'shift-down.io/owner-namespace';
