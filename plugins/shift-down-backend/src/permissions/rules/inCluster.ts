import { createPermissionRule } from '@backstage/plugin-permission-node';
import { shiftDownEntityResourceRef } from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';

/** Allow entities with a confirmed workload in any of the clusters. @public */
export const inCluster = createPermissionRule({
  name: 'IN_CLUSTER',
  description:
    'Allow entities with a confirmed workload in any of the clusters.',
  resourceRef: shiftDownEntityResourceRef,
  paramsSchema: z.object({
    clusters: z.array(z.string()).describe('Names of clusters in config'),
  }),
  apply: (entity, { clusters }) =>
    clusters.some(cluster => entity.clusters.includes(cluster)),
  toQuery: ({ clusters }) => ({ property: 'cluster', values: clusters }),
});
