import type { ExemptionEvidence } from '@shift-down/plugin-shift-down-common';
import type { NormaliseContext, Normalised } from '../../types';
import { cleanedUpAt } from '../expiry';
import { toExemption } from '../toExemption';
import { describeMatch } from './describe';
import { namespacesOf } from './namespaces';
import type { MatchExceptionObject } from './schema';

/** Annotations in which authors say why; no others are read. */
const REASONS = [
  'kubernetes.io/description',
  'policies.kyverno.io/description',
];

/** @internal */
export function normaliseMatchException(
  object: MatchExceptionObject,
  context: NormaliseContext,
): Normalised {
  const { annotations } = object.metadata;
  return toExemption(object, context, {
    policies: policiesOf(object),
    scope: describeMatch(object.spec),
    namespaces: namespacesOf(object.spec),
    reason: REASONS.flatMap(name =>
      Object.hasOwn(annotations, name) ? [annotations[name]] : [],
    ).join(' '),
    expiresAt: cleanedUpAt(object),
  });
}

/**
 * Rules without the prefixes of those that Kyverno makes of them for controllers, as
 * their results have them. An exception that lists no rule exempts from none.
 */
function policiesOf({
  spec,
}: MatchExceptionObject): ExemptionEvidence['policies'] {
  const rulesOf = new Map<string, Set<string>>();
  for (const { policyName, ruleNames } of spec.exceptions) {
    const rules = rulesOf.get(policyName) ?? new Set();
    for (const rule of ruleNames ?? []) {
      rules.add(rule.replace(/^autogen-(cronjob-)?/, ''));
    }
    rulesOf.set(policyName, rules);
  }
  return [...rulesOf]
    .filter(([, rules]) => rules.size > 0)
    .map(([policy, rules]) => ({
      policy,
      rules: rules.has('*') ? [] : [...rules].sort(),
    }));
}
