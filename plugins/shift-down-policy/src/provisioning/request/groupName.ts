/** Groups: their refs in the catalog, and what they may be called in a cluster. */

/** Also what Kubernetes takes for the value of a label. */
const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** Undefined for what is no full ref of a Group. @internal */
export function groupNameOf(
  ref: string,
): { namespace: string; name: string } | undefined {
  const [kind, rest, ...more] = ref.split(':');
  const [namespace, name, ...others] = (rest ?? '').split('/');
  return kind.toLowerCase() === 'group' &&
    more.length === 0 &&
    others.length === 0 &&
    NAME.test(namespace) &&
    NAME.test(name ?? '')
    ? { namespace, name }
    : undefined;
}

/**
 * Why a RoleBinding must not name this group: it is the cluster's own, whoever calls a
 * team so. Undefined where it may.
 * @public
 */
export function whyNoClusterGroup(name: string): string | undefined {
  if (name.trim() === '') {
    return 'The group has no name at the identity provider';
  }
  // Authenticators give these to the control plane and to its administrators.
  if (/^\s*(system|kubeadm):/i.test(name)) {
    return `'${name}' is a group of the cluster itself and is never given to a team`;
  }
  // eslint-disable-next-line no-control-regex -- what no identity provider calls a group
  return /[\u0000-\u001f\u007f]/.test(name) || name.trim() !== name
    ? `'${JSON.stringify(name)}' is no name of a group`
    : undefined;
}
