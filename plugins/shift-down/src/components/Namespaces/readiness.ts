/** How far a namespace is from enforcing more, worked out from the API's counts. */
import type { NamespaceReadiness } from '@shift-down/plugin-shift-down-common/client';

export type Level = NamespaceReadiness['levels'][number];

/** What would bring a namespace forward. */
export type NextStep =
  | { step: 'enforce' | 'pin'; level: Level['level'] }
  | { step: 'fix'; level: Level['level']; count: number }
  | { step: 'find' | 'done' | 'unknown' };

/** Whether its evaluation is there and counts. */
export function isKnown({
  version,
  freshness,
}: Pick<NamespaceReadiness, 'version' | 'freshness'>): boolean {
  return version !== undefined && freshness === 'fresh';
}

/** The lowest level that some workload does not meet, if there is one. */
export function levelNotMet(levels: readonly Level[]): Level | undefined {
  return levels.find(({ fails }) => fails > 0);
}

export function nextStep(readiness: NamespaceReadiness): NextStep {
  const { suggestion, enforces, levels, complete, workloads } = readiness;
  if (!isKnown(readiness)) {
    return { step: 'unknown' };
  }
  if (suggestion) {
    return {
      step: suggestion.level === enforces ? 'pin' : 'enforce',
      level: suggestion.level,
    };
  }
  const notMet = levelNotMet(levels);
  if (notMet) {
    return { step: 'fix', level: notMet.level, count: notMet.fails };
  }
  if (levels.some(({ unknown }) => unknown > 0)) {
    return { step: 'find' };
  }
  return complete && workloads > 0 ? { step: 'done' } : { step: 'unknown' };
}
