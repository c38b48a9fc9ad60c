/** Annotations of Pods that the standard reads. */

export const APPARMOR_ANNOTATION =
  'container.apparmor.security.beta.kubernetes.io/';
export const SECCOMP_POD_ANNOTATION =
  'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER_ANNOTATION =
  'container.seccomp.security.alpha.kubernetes.io/';

/**
 * Annotations of Pods that the Pod Security Standards read begin so. Whoever keeps a part
 * of an object's annotations keeps all of these: that others are withheld is no matter to
 * the checks.
 * @public
 */
export const POD_SECURITY_ANNOTATIONS: readonly string[] = [
  APPARMOR_ANNOTATION,
  SECCOMP_POD_ANNOTATION,
  SECCOMP_CONTAINER_ANNOTATION,
];
