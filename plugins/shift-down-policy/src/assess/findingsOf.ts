/** Every finding as it stands for the entity: the worst of where it is seen. */
import type { AssessedFinding, StoredObservation } from '../types';
import type { WeighedEvidence } from './weighEvidence';

interface Seen {
  finding: AssessedFinding;
  first: StoredObservation;
  /** Every observation is unknown for want of trust alone. */
  unverified: boolean;
  /** Made with the second observation, for most findings are seen once. */
  places?: Set<string>;
}

export function findingsOf({ controls }: WeighedEvidence): AssessedFinding[] {
  const findings = new Map<string, Seen>();
  for (const { observations } of controls.values()) {
    for (const { observation, result, reason, unverified } of observations) {
      const { findingId, controlId } = observation;
      const seen = findings.get(findingId);
      if (!seen) {
        findings.set(findingId, {
          finding: { findingId, controlId, result, reason, occurrences: 1 },
          first: observation,
          unverified,
        });
        continue;
      }
      const { finding } = seen;
      seen.unverified &&= unverified;
      seen.places ??= new Set([placeOf(seen.first)]);
      seen.places.add(placeOf(observation));
      if (result === 'fail') {
        finding.result = 'fail';
      } else if (reason < finding.reason) {
        finding.reason = reason;
      }
    }
  }
  return [...findings.values()]
    .map(({ finding, places, unverified }) => ({
      ...finding,
      reason: finding.result === 'fail' ? '' : finding.reason,
      occurrences: places?.size ?? 1,
      ...(unverified && { unverified }),
    }))
    .sort((a, b) => (a.findingId < b.findingId ? -1 : 1));
}

function placeOf({ subjectId, component }: StoredObservation): string {
  return `${subjectId} ${component}`;
}
