/** Gatekeeper: one reader for whatever kinds of constraint a cluster has. */
import { createKindReader } from '../types';
import { normaliseConstraint } from './normalise';
import { constraintSchema, violation } from './schema';

/** @internal */
export const constraintReader = createKindReader({
  sourceKind: 'GatekeeperConstraint',
  reads: group => group === 'constraints.gatekeeper.sh',
  schema: constraintSchema,
  list: { path: ['status', 'violations'], item: violation },
  normalise: normaliseConstraint,
});
