/** Which of those whom RBAC names are the platform. */
import type { RbacSubject } from './types';

/**
 * Namespaces of the control plane and, by their own defaults, of the engines that
 * write reports: who runs there does so for the platform.
 * @public
 */
export const PLATFORM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kyverno',
  'gatekeeper-system',
  'trivy-system',
  'kubescape',
];

const SERVICE_ACCOUNT_USER = 'system:serviceaccount:';
const SERVICE_ACCOUNT_GROUP = 'system:serviceaccounts:';

/** Groups and users that anybody or any program may be in. */
const ANYBODY = new Set([
  'group:system:authenticated',
  'group:system:unauthenticated',
  'group:system:serviceaccounts',
  'user:system:anonymous',
]);

/** Whether everybody or every program is meant, by a name of {@link nameOfSubject}. @internal */
export function isAnybody(name: string): boolean {
  return ANYBODY.has(name);
}

/** `user:<name>`, `group:<name>` or `serviceaccount:<namespace>:<name>`. @internal */
export function nameOfSubject(subject: RbacSubject): string {
  const { kind, namespace, name } = subject;
  if (kind === 'ServiceAccount') {
    return `serviceaccount:${namespace}:${name}`;
  }
  if (kind === 'User' && name.startsWith(SERVICE_ACCOUNT_USER)) {
    return `serviceaccount:${name.slice(SERVICE_ACCOUNT_USER.length)}`;
  }
  return `${kind.toLowerCase()}:${name}`;
}

/**
 * {@link nameOfSubject} of somebody in a binding. The API demands a ServiceAccount's
 * namespace; where it is missing, the binding's is what it would mean.
 *
 * @param namespace - Of the binding.
 * @internal
 */
export function nameInBinding(subject: RbacSubject, namespace: string): string {
  return nameOfSubject(
    subject.kind === 'ServiceAccount' && !subject.namespace
      ? { ...subject, namespace }
      : subject,
  );
}

/**
 * Namespace of the programs that a name of {@link nameOfSubject} stands for, one or all
 * of a namespace.
 * @internal
 */
export function namespaceOfPrograms(writer: string): string | undefined {
  const [type, namespace] = writer.split(':');
  if (type === 'serviceaccount') {
    return namespace;
  }
  const group = `group:${SERVICE_ACCOUNT_GROUP}`;
  return writer.startsWith(group) ? writer.slice(group.length) : undefined;
}

/**
 * Tells the platform from others.
 *
 * @remarks
 * Who is bound in all of the cluster was bound by the platform, for nobody else can.
 * That says little where anybody is meant, and nothing of programs: whoever may run
 * Pods in the namespace of a ServiceAccount can be it. Who is bound in one namespace
 * may have been bound by its administrators.
 *
 * @param patterns - Others whom the platform trusts, as names of
 *   {@link nameOfSubject} with `*` for any run of characters.
 * @internal
 */
export function createTrust(
  patterns: readonly string[],
): (writer: string, boundIn: 'namespace' | 'cluster') => boolean {
  const exact = new Set(patterns);
  const wildcards = patterns.filter(it => it.includes('*')).map(toExpression);
  const verdicts = new Map<string, 'always' | 'if in the cluster' | 'never'>();

  const judge = (writer: string) => {
    if (exact.has(writer)) {
      return 'always';
    }
    // A wildcard that also means everybody was not meant to.
    if (ANYBODY.has(writer)) {
      return 'never';
    }
    if (wildcards.some(pattern => pattern.test(writer))) {
      return 'always';
    }
    const namespace = namespaceOfPrograms(writer);
    if (namespace !== undefined) {
      return PLATFORM_NAMESPACES.includes(namespace) ? 'always' : 'never';
    }
    // The prefix is reserved for what the cluster itself authenticates.
    return /^(user|group):system:/.test(writer)
      ? 'always'
      : 'if in the cluster';
  };

  return (writer, boundIn) => {
    let verdict = verdicts.get(writer);
    if (!verdict) {
      verdict = judge(writer);
      verdicts.set(writer, verdict);
    }
    return (
      verdict === 'always' ||
      (verdict === 'if in the cluster' && boundIn === 'cluster')
    );
  };
}

function toExpression(pattern: string): RegExp {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
