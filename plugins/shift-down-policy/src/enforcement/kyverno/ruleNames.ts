/**
 * Kyverno writes a rule about Pods anew for what makes Pods, under other names, which an
 * exception has to list as well.
 * https://kyverno.io/docs/policy-types/cluster-policy/autogen/
 */

const LONGEST = 63;
const PREFIXES = ['autogen-', 'autogen-cronjob-'];

export interface ExceptedRules {
  names: string[];
  /** What else they stand for: beginnings of sentences. */
  wider: string[];
}

export function exceptedRuleNames(rules: readonly string[]): ExceptedRules {
  if (rules.length === 0) {
    return {
      names: ['*'],
      wider: [
        'Nobody says which rules failed, so that it is off for all rules',
      ],
    };
  }
  const names: string[] = [];
  const wider: string[] = [];
  for (const rule of rules) {
    names.push(rule, ...PREFIXES.map(it => `${it}${rule}`.slice(0, LONGEST)));
    if (PREFIXES.some(({ length }) => length + rule.length === LONGEST)) {
      // As long as a name that Kyverno cut: the rule may be called more than that.
      names.push(`${rule}*`);
      wider.push(`It is off for all rules whose names begin with ${rule}`);
    }
  }
  return { names: [...new Set(names)], wider };
}
