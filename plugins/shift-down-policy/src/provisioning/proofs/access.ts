/** What the team should, and should not, be allowed in its namespace. */
import { redact } from '../../redact';
import type { AccessQuestion } from '../types';

const RBAC = 'rbac.authorization.k8s.io';

/** What the API server said about one {@link AccessQuestion}. @public */
export interface AccessAnswer {
  outcome: 'allowed' | 'denied' | 'unavailable';
  reason: string;
}

/** @public */
export interface JudgedAccess {
  id: string;
  title: string;
  /** Whether it should be allowed. */
  expected: boolean;
  outcome: 'allowed' | 'denied' | 'unknown';
  /** In words; empty where it is as it should be. */
  reason: string;
}

/**
 * @param options - `namespace` is asked about by name where the question is about the
 *   Namespace itself; `mayDeploy` says whether any of the team's roles should let it.
 * @public
 */
export function accessQuestions({
  namespace,
  mayDeploy = true,
}: { namespace?: string; mayDeploy?: boolean } = {}): AccessQuestion[] {
  return [
    {
      id: 'deploy',
      title: 'Create Deployments',
      verb: 'create',
      group: 'apps',
      resource: 'deployments',
      expected: mayDeploy,
    },
    denied('read-secrets', 'Read Secrets', 'get', '', 'secrets'),
    denied('list-secrets', 'List Secrets', 'list', '', 'secrets'),
    denied('bind-roles', 'Bind roles', 'create', RBAC, 'rolebindings'),
    {
      ...denied(
        'bind-cluster-admin',
        'Bind cluster-admin',
        'bind',
        RBAC,
        'clusterroles',
      ),
      name: 'cluster-admin',
    },
    denied(
      'delete-network-policies',
      'Delete NetworkPolicies',
      'delete',
      'networking.k8s.io',
      'networkpolicies',
    ),
    denied(
      'raise-quotas',
      'Change ResourceQuotas',
      'patch',
      '',
      'resourcequotas',
    ),
    {
      ...denied(
        'change-namespace',
        'Change the labels of the Namespace',
        'patch',
        '',
        'namespaces',
      ),
      ...(namespace !== undefined && { name: namespace }),
    },
    {
      ...denied('enter-pods', 'Enter running Pods', 'create', '', 'pods'),
      subresource: 'exec',
    },
  ];
}

function denied(
  id: string,
  title: string,
  verb: string,
  group: string,
  resource: string,
): AccessQuestion {
  return { id, title, verb, group, resource, expected: false };
}

/** @public */
export function judgeAccess(
  { id, title, expected }: AccessQuestion,
  { outcome, reason }: AccessAnswer,
): JudgedAccess {
  const judged = { id, title, expected };
  if (outcome === 'unavailable') {
    return { ...judged, outcome: 'unknown', reason: redact(reason) };
  }
  const isAsExpected = (outcome === 'allowed') === expected;
  return {
    ...judged,
    outcome,
    reason: isAsExpected
      ? ''
      : redact(
          [
            expected
              ? 'No role of the team allows it'
              : 'Something allows it that the baseline did not make',
            reason,
          ]
            .filter(Boolean)
            .join(': '),
        ),
  };
}
