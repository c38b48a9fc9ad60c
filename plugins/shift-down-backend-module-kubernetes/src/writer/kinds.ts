/** The exceptions that are written, and nothing else is. */
import { InputError } from '@backstage/errors';
import type { ClusterObjectReference } from '@shift-down/plugin-shift-down-node';
import { pathOf, type ObjectPath } from './objectPath';

/** @internal */
export interface ExceptionKind {
  group: string;
  kind: string;
  resource: string;
  namespaced: boolean;
}

/** @internal */
export const EXCEPTION_KINDS: readonly ExceptionKind[] = [
  {
    group: 'kyverno.io',
    kind: 'PolicyException',
    resource: 'policyexceptions',
    namespaced: true,
  },
  {
    group: 'policies.kyverno.io',
    kind: 'PolicyException',
    resource: 'policyexceptions',
    namespaced: true,
  },
  {
    group: 'guardrails.shift-down.io',
    kind: 'GuardrailExceptions',
    resource: 'guardrailexceptions',
    namespaced: false,
  },
];

/**
 * @throws InputError for anything that is no exception, or lies elsewhere.
 * @internal
 */
export function exceptionPath(
  { apiVersion, kind, namespace, name }: ClusterObjectReference,
  exceptionNamespace: string,
): ObjectPath {
  const [group, version] = apiVersion.split('/');
  const known = EXCEPTION_KINDS.find(
    candidate => candidate.group === group && candidate.kind === kind,
  );
  if (!known || !/^v\d+((alpha|beta)\d+)?$/.test(version ?? '')) {
    throw new InputError(
      `${kind} of ${apiVersion} is no exception; the enforcer writes nothing else.`,
    );
  }
  if (namespace !== (known.namespaced ? exceptionNamespace : '')) {
    throw new InputError(
      known.namespaced
        ? `Exceptions are written to the namespace ${exceptionNamespace}, not to "${namespace}".`
        : `${kind} lies in no namespace.`,
    );
  }
  return pathOf({ ...known, version, namespace, name });
}
