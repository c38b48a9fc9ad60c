/** Facts about a posture that several pages show. */
import { REPORT_KINDS } from '@shift-down/plugin-shift-down-common';
import type {
  Posture,
  SourceStatus,
} from '@shift-down/plugin-shift-down-common/client';

/** Whether it is the sum of an entity's parts. */
export function isRollup(posture: Pick<Posture, 'entityRef'>): boolean {
  return /^(system|domain):/.test(posture.entityRef);
}

/** Whether everything is known and nothing fails: the only case to call clean. */
export function isClean(
  posture: Pick<Posture, 'coverage' | 'failing' | 'unknown' | 'passing'>,
): boolean {
  const { coverage, failing, unknown, passing } = posture;
  return coverage === 1 && failing === 0 && unknown === 0 && passing > 0;
}

const SCORED_KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'Workload',
  ...REPORT_KINDS,
]);

/** Whether the score rests on what this kind of source says. */
export function bearsOnScore(source: Pick<SourceStatus, 'kind'>): boolean {
  return SCORED_KINDS.has(source.kind);
}

/** Whether a source is expected to answer and does not, or not lately. */
export function needsAttention(source: Pick<SourceStatus, 'state'>): boolean {
  return ['stale', 'forbidden', 'failed'].includes(source.state);
}

/** Sources whose word is expected and doesn't count at the moment. */
export function sourcesThatDoNotCount(
  posture: Pick<Posture, 'sources'>,
): SourceStatus[] {
  return posture.sources.filter(
    source => bearsOnScore(source) && needsAttention(source),
  );
}

/**
 * A share as whole percents, rounded down: 99.6% must not read as all of it, and
 * what is known at all must not read as nothing.
 */
export function formatShare(share: number): string {
  if (share >= 1) {
    return '100%';
  }
  if (share > 0 && share < 0.01) {
    return '<1%';
  }
  // 0.29 × 100 is 28.999… in floating point.
  return `${Math.min(99, Math.floor(Number((share * 100).toFixed(6))))}%`;
}
