import { createPermissionRule } from '@backstage/plugin-permission-node';
import { shiftDownEntityResourceRef } from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';

/** Allow entities of any of the kinds. @public */
export const isEntityKind = createPermissionRule({
  name: 'IS_ENTITY_KIND',
  description: 'Allow entities of any of the kinds.',
  resourceRef: shiftDownEntityResourceRef,
  paramsSchema: z.object({
    kinds: z.array(z.string()).describe('Kinds, in any case'),
  }),
  apply: (entity, { kinds }) =>
    kinds.some(kind => kind.toLocaleLowerCase('en-US') === entity.kind),
  toQuery: ({ kinds }) => ({
    property: 'kind',
    values: kinds.map(kind => kind.toLocaleLowerCase('en-US')),
  }),
});
