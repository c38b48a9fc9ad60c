import { z } from 'zod';
import { objectSchema, shortText } from '../object';

/** @internal */
export const namespaceSchema = objectSchema.extend({
  kind: z.literal('Namespace'),
  status: z.object({ phase: shortText() }).optional().catch(undefined),
});

/** @internal */
export type NamespaceObject = z.infer<typeof namespaceSchema>;
