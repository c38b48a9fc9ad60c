import {
  severityRank,
  type PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';
import {
  forEachInSteps,
  type Steps,
} from '@shift-down/plugin-shift-down-policy';

/** Worst first: a fail may not hide behind a pass of the same rule. */
const OUTCOMES = ['fail', 'warn', 'error', 'skip', 'pass'] as const;

const MAX_MESSAGES = 5;
const MAX_LENGTH = 2_000;

/**
 * One result for each policy, rule, subject and component: a report can name several
 * Pods of one workload, or one object several times. The worst outcome stands.
 * @internal
 */
export function* mergeResults(
  results: PolicyResultEvidence[],
): Steps<PolicyResultEvidence[]> {
  const merged = new Map<string, PolicyResultEvidence[]>();
  yield* forEachInSteps(results, result => {
    const { engine, policy, rule, subject, component } = result;
    const key = JSON.stringify([engine, policy, rule, subject, component]);
    const same = merged.get(key);
    if (same) {
      same.push(result);
    } else {
      merged.set(key, [result]);
    }
  });
  const distinct: PolicyResultEvidence[] = [];
  yield* forEachInSteps(merged.values(), same => {
    distinct.push(same.length === 1 ? same[0] : mergeSame(same));
  });
  return distinct;
}

function mergeSame(same: PolicyResultEvidence[]): PolicyResultEvidence {
  const worst = same.reduce((a, b) => (isWorse(b, a) ? b : a));
  const alike = same.filter(({ outcome }) => outcome === worst.outcome);
  const messages = [...new Set(alike.map(({ message }) => message))];
  return {
    ...worst,
    message: messages.slice(0, MAX_MESSAGES).join('\n').slice(0, MAX_LENGTH),
    exceptions: [...new Set(alike.flatMap(({ exceptions }) => exceptions))],
  };
}

function isWorse(a: PolicyResultEvidence, b: PolicyResultEvidence): boolean {
  const difference = OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome);
  return (
    difference < 0 ||
    (difference === 0 && severityRank(a.severity) > severityRank(b.severity))
  );
}
