/**
 * A ResourceQuota bounds the CPU and the memory of all Pods of the namespace. One with
 * scopes counts some of them only; one that counts objects bounds no use.
 *
 * See https://kubernetes.io/docs/concepts/policy/resource-quotas/.
 */
import type { NamespaceState, ObjectVerdict } from '../types';
import { aboutNamespace, listed } from '../verdicts';

/** For each, which entries of `spec.hard` bound it. Memory that is used is not given back. */
const BOUNDS: Record<string, string[]> = {
  'limits.memory': ['limits.memory'],
  'limits.cpu or requests.cpu': ['limits.cpu', 'requests.cpu', 'cpu'],
};

export function resourceQuota(state: NamespaceState): ObjectVerdict {
  const answer = aboutNamespace(state, 'resource-quota');
  const quotas = state.resourceQuotas.filter(({ scoped }) => !scoped);
  const missing = Object.keys(BOUNDS).filter(
    bound =>
      !quotas.some(({ hard }) =>
        BOUNDS[bound].some(resource => Object.hasOwn(hard, resource)),
      ),
  );
  if (missing.length === 0) {
    return answer.pass();
  }
  const { ResourceQuota: incomplete } = state.incomplete;
  return incomplete
    ? answer.unknown(incomplete)
    : answer.fail(
        [
          {
            message: `Namespace ${
              state.name
            } has no ResourceQuota for all of its Pods with ${listed(missing)}`,
          },
        ],
        quotas.map(({ name }) => ({
          namespace: state.name,
          kind: 'ResourceQuota',
          name,
        })),
      );
}
