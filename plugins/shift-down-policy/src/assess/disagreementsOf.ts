/** Where one kind of source fails what another one passes. */
import {
  OTHER_POLICIES_CONTROL_ID,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { Disagreement } from '../types';
import type { ControlEvidence, PassClaim } from './weighEvidence';
import { within } from '../within';

/** Of policies that no control covers, two may well differ: they ask different things. */
export function disagreementsOf({
  control,
  observations,
  claims,
}: ControlEvidence): Disagreement[] {
  const failures = observations.filter(({ result }) => result === 'fail');
  if (failures.length === 0 || control.id === OTHER_POLICIES_CONTROL_ID) {
    return [];
  }
  // Who says anything worse beside its pass does not only pass.
  const reserved = new Set(
    observations
      .filter(({ observation }) => !observation.vanished)
      .map(({ observation: { sourceKind, subjectId } }) =>
        keyOf(sourceKind, subjectId),
      ),
  );
  const bySubject = new Map<string, PassClaim[]>();
  for (const claim of claims) {
    if (!reserved.has(keyOf(claim.sourceKind, claim.subjectId))) {
      const others = bySubject.get(claim.subjectId);
      if (others) {
        others.push(claim);
      } else {
        bySubject.set(claim.subjectId, [claim]);
      }
    }
  }
  const places = new Map<SourceKind, Map<string, Set<string>>>();
  for (const { observation } of failures) {
    const { sourceKind: failedBy, subjectId, component } = observation;
    for (const claim of bySubject.get(subjectId) ?? []) {
      if (
        claim.component === component ||
        claim.component === '' ||
        component === ''
      ) {
        const byPasser = within(places, failedBy);
        const seen = byPasser.get(claim.sourceKind) ?? new Set();
        byPasser.set(claim.sourceKind, seen.add(keyOf(subjectId, component)));
      }
    }
  }
  return [...places]
    .flatMap(([failedBy, byPasser]) =>
      [...byPasser].map(([passedBy, seen]) => ({
        failedBy,
        passedBy: passedBy as SourceKind,
        places: seen.size,
      })),
    )
    .sort((a, b) =>
      keyOf(a.failedBy, a.passedBy) < keyOf(b.failedBy, b.passedBy) ? -1 : 1,
    );
}

function keyOf(a: string, b: string): string {
  return `${a} ${b}`;
}
