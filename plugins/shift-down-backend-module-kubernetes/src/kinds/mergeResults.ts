import {
  severityRank,
  type PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';

/** Worst first: a fail may not hide behind a pass of the same rule. */
const OUTCOMES = ['fail', 'warn', 'error', 'skip', 'pass'] as const;

const MAX_MESSAGES = 5;
const MAX_LENGTH = 2_000;

/**
 * One result for each policy, rule, subject and component: a report can name several
 * Pods of one workload, or one object several times. The worst outcome stands.
 * @internal
 */
export function mergeResults(
  results: PolicyResultEvidence[],
): PolicyResultEvidence[] {
  const merged = new Map<string, PolicyResultEvidence[]>();
  for (const result of results) {
    const { engine, policy, rule, subject, component } = result;
    const key = JSON.stringify([engine, policy, rule, subject, component]);
    const same = merged.get(key);
    if (same) {
      same.push(result);
    } else {
      merged.set(key, [result]);
    }
  }
  return [...merged.values()].map(same => {
    if (same.length === 1) {
      return same[0];
    }
    const [worst] = same.toSorted(
      (a, b) =>
        OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
        severityRank(b.severity) - severityRank(a.severity),
    );
    const alike = same.filter(({ outcome }) => outcome === worst.outcome);
    const messages = [...new Set(alike.map(({ message }) => message))];
    return {
      ...worst,
      message: messages.slice(0, MAX_MESSAGES).join('\n').slice(0, MAX_LENGTH),
      exceptions: [...new Set(alike.flatMap(({ exceptions }) => exceptions))],
    };
  });
}
