import type { ExemptionEvidence } from '@shift-down/plugin-shift-down-common';
import { toIso } from '../../object';
import type { NormaliseContext, Normalised } from '../../types';
import { cleanedUpAt } from '../expiry';
import { toExemption } from '../toExemption';
import { describeExpressions } from './describe';
import { namespacesOf } from './namespaces';
import type { ExpressionExceptionObject } from './schema';

/** Properties in which authors say why, as Kyverno's documentation has them. */
const REASONS: [name: string, words: string][] = [
  ['reason', ''],
  ['ticket', 'Ticket: '],
  ['approved-by', 'Approved by: '],
];

/** @internal */
export function normaliseExpressionException(
  object: ExpressionExceptionObject,
  context: NormaliseContext,
): Normalised {
  const { spec } = object;
  return toExemption(object, context, {
    policies: policiesOf(object),
    scope: describeExpressions(spec),
    namespaces: namespacesOf(
      (spec.matchConditions ?? []).map(({ expression }) => expression),
    ),
    reason: REASONS.flatMap(([name, words]) =>
      Object.hasOwn(spec.properties, name) && spec.properties[name]
        ? [`${words}${spec.properties[name]}`]
        : [],
    ).join('\n'),
    expiresAt: [toIso(spec.expiresAt), cleanedUpAt(object)]
      .filter(moment => moment !== undefined)
      .sort()[0],
  });
}

/** A reference tells no namespace, and so means every policy of that name. */
function policiesOf({
  spec,
}: ExpressionExceptionObject): ExemptionEvidence['policies'] {
  const names = spec.policyRefs.map(({ kind, name }) =>
    kind.startsWith('Namespaced') ? `*/${name}` : name,
  );
  return [...new Set(names)].map(policy => ({ policy, rules: [] }));
}
