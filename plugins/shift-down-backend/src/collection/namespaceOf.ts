/** Key under which a subject's namespace is kept beside its labels. @internal */
export const NAMESPACE_KEY = '';

/**
 * The namespace that a subject belongs to: a Namespace belongs to itself. Empty
 * for what belongs to the whole cluster.
 * @internal
 */
export function namespaceOf(subject: {
  namespace: string;
  kind: string;
  name: string;
}): string {
  return subject.kind === 'Namespace' ? subject.name : subject.namespace;
}
