/**
 * The ServiceAccount `default`, which every Pod has that names no other, gives its Pods
 * no token, or all workloads that use it refuse the token; and no binding of the
 * namespace grants it anything.
 *
 * See https://kubernetes.io/docs/concepts/security/service-accounts/.
 */
import type { NamespaceState, ObjectVerdict } from '../types';
import { aboutNamespace, listed, named } from '../verdicts';

const DEFAULT = 'default';

export function defaultServiceAccount(state: NamespaceState): ObjectVerdict {
  const answer = aboutNamespace(state, 'default-service-account');
  const { name, incomplete } = state;
  const account = state.serviceAccounts.find(it => it.name === DEFAULT);
  const bindings = bindingsOfDefault(state);
  if (bindings.length > 0) {
    return answer.fail(
      [
        {
          message: `${listed(
            bindings.map(named),
          )} grants access to the ServiceAccount default, and so to every Pod of namespace ${name} that names no other`,
        },
      ],
      bindings,
    );
  }

  const isKnown = account !== undefined || !incomplete.ServiceAccount;
  const users = state.workloads.filter(it => it.serviceAccountName === DEFAULT);
  const takers = users.filter(
    it =>
      // What a workload says goes before what the account says.
      it.automountServiceAccountToken ??
      (isKnown && account?.automountServiceAccountToken !== false),
  );
  if (takers.length > 0) {
    return answer.fail(
      [
        {
          message: `${listed(
            takers.map(it => named(it.object)),
          )} mounts the token of the ServiceAccount default`,
        },
      ],
      takers.map(it => it.object),
    );
  }
  if (
    isKnown &&
    account?.automountServiceAccountToken !== false &&
    users.length === 0 &&
    !incomplete.Workload
  ) {
    return answer.fail(
      [
        {
          message: `The ServiceAccount default of namespace ${name} gives its token to every Pod that names no other`,
        },
      ],
      account && [{ namespace: name, kind: 'ServiceAccount', name: DEFAULT }],
    );
  }
  const doubt = [
    isKnown ? undefined : incomplete.ServiceAccount,
    incomplete.RoleBinding,
    incomplete.ClusterRoleBinding,
    incomplete.Workload,
  ].find(it => it !== undefined);
  return doubt === undefined ? answer.pass() : answer.unknown(doubt);
}

function bindingsOfDefault({ name, rbac }: NamespaceState) {
  return rbac.bindings
    .filter(
      binding =>
        (binding.namespace === '' || binding.namespace === name) &&
        binding.subjects.some(
          subject =>
            subject.kind === 'ServiceAccount' &&
            subject.name === DEFAULT &&
            (subject.namespace || binding.namespace) === name,
        ),
    )
    .map(({ kind, namespace, name: binding }) => ({
      kind,
      namespace,
      name: binding,
    }));
}
