/** Namespaces: whose they are, and what they enforce by label. */
import { createKindReader } from '../types';
import { normaliseNamespace } from './normalise';
import { namespaceSchema } from './schema';

/** @internal */
export const namespaceReader = createKindReader({
  sourceKind: 'Namespace',
  reads: (group, kind) => group === '' && kind === 'Namespace',
  schema: namespaceSchema,
  normalise: normaliseNamespace,
});
