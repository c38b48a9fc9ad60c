import { createPermissionRule } from '@backstage/plugin-permission-node';
import { shiftDownEntityResourceRef } from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';

/** Allow entities with a confirmed workload in any of the Kubernetes namespaces. @public */
export const inNamespace = createPermissionRule({
  name: 'IN_NAMESPACE',
  description:
    'Allow entities with a confirmed workload in any of the Kubernetes namespaces.',
  resourceRef: shiftDownEntityResourceRef,
  paramsSchema: z.object({
    namespaces: z.array(z.string()).describe('Names of Kubernetes namespaces'),
  }),
  apply: (entity, { namespaces }) =>
    namespaces.some(namespace => entity.namespaces.includes(namespace)),
  toQuery: ({ namespaces }) => ({ property: 'namespace', values: namespaces }),
});
