import { createPermissionRule } from '@backstage/plugin-permission-node';
import { shiftDownEntityResourceRef } from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';

/** Allow entities that are part of any of the systems. @public */
export const inSystem = createPermissionRule({
  name: 'IN_SYSTEM',
  description: 'Allow entities that are part of any of the systems.',
  resourceRef: shiftDownEntityResourceRef,
  paramsSchema: z.object({
    systems: z.array(z.string()).describe('Refs of Systems (or Domains)'),
  }),
  apply: (entity, { systems }) =>
    systems.some(system => entity.systemRefs.includes(system)),
  toQuery: ({ systems }) => ({ property: 'system', values: systems }),
});
