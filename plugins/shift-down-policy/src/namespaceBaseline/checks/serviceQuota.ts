/** A ResourceQuota leaves no room for node ports and for load balancers. */
import type { NamespaceState, ObjectVerdict } from '../types';
import { aboutNamespace, listed } from '../verdicts';

const RESOURCES = ['services.nodeports', 'services.loadbalancers'];
const NONE = /^0+(\.0*)?[a-zA-Z]*$/;

export function serviceQuota(state: NamespaceState): ObjectVerdict {
  const answer = aboutNamespace(state, 'service-quota');
  const open = RESOURCES.filter(
    resource =>
      !state.resourceQuotas.some(
        ({ hard }) =>
          Object.hasOwn(hard, resource) && NONE.test(hard[resource]),
      ),
  );
  if (open.length === 0) {
    return answer.pass();
  }
  const { ResourceQuota: incomplete } = state.incomplete;
  return incomplete
    ? answer.unknown(incomplete)
    : answer.fail([
        {
          message: `No ResourceQuota of namespace ${state.name} sets ${listed(
            open,
          )} to 0`,
        },
      ]);
}
