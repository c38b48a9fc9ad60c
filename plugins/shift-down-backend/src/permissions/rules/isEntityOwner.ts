import { createPermissionRule } from '@backstage/plugin-permission-node';
import { shiftDownEntityResourceRef } from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';

/** Allow entities owned by any of the claims. @public */
export const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description: 'Allow entities owned by any of the claims.',
  resourceRef: shiftDownEntityResourceRef,
  paramsSchema: z.object({
    claims: z.array(z.string()).describe('Refs of Users and Groups'),
  }),
  apply: (entity, { claims }) =>
    claims.some(claim => entity.ownerRefs.includes(claim)),
  toQuery: ({ claims }) => ({ property: 'owner', values: claims }),
});
