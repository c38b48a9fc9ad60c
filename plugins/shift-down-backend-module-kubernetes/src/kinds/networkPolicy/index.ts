/** NetworkPolicies: which traffic a namespace's Pods take and send. */
import { createResourceReader } from '../resource/createResourceReader';
import { networkPolicySchema } from './schema';

/** @internal */
export const networkPolicyReader = createResourceReader({
  sourceKind: 'NetworkPolicy',
  group: 'networking.k8s.io',
  schema: networkPolicySchema,
  fieldsOf: ({ spec }) => ({ spec }),
});
