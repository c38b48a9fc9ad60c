/**
 * PolicyExceptions of Kyverno, of two API groups: one names rules and what to match,
 * the other names policies and expressions. Both reach further than they look; each
 * says in words how far.
 */
import { createKindReader } from '../types';
import { normaliseExpressionException } from './expression/normalise';
import { expressionExceptionSchema } from './expression/schema';
import { normaliseMatchException } from './match/normalise';
import { matchExceptionSchema } from './match/schema';

const readsOf = (apiGroup: string) => (group: string, kind: string) =>
  group === apiGroup && kind === 'PolicyException';

/** @internal */
export const policyExceptionReaders = [
  createKindReader({
    sourceKind: 'PolicyException',
    reads: readsOf('kyverno.io'),
    schema: matchExceptionSchema,
    normalise: normaliseMatchException,
  }),
  createKindReader({
    sourceKind: 'PolicyException',
    reads: readsOf('policies.kyverno.io'),
    schema: expressionExceptionSchema,
    normalise: normaliseExpressionException,
  }),
];
