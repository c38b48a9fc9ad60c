/** Every finding as it stands for the entity: the worst of where it is seen. */
import type { AssessedFinding } from '../types';
import { placeKey, type WeighedEvidence } from './weighEvidence';

export function findingsOf({ controls }: WeighedEvidence): AssessedFinding[] {
  const findings = new Map<string, AssessedFinding & { places: Set<string> }>();
  for (const { observations } of controls.values()) {
    for (const { observation, result, reason } of observations) {
      const { findingId, controlId, subjectId, component } = observation;
      const place = placeKey(subjectId, component);
      const finding = findings.get(findingId);
      if (!finding) {
        findings.set(findingId, {
          findingId,
          controlId,
          result,
          reason: result === 'fail' ? '' : reason,
          occurrences: 0,
          places: new Set([place]),
        });
        continue;
      }
      finding.places.add(place);
      if (result === 'fail') {
        finding.result = 'fail';
        finding.reason = '';
      } else if (finding.result === 'unknown' && reason < finding.reason) {
        finding.reason = reason;
      }
    }
  }
  return [...findings.values()]
    .map(({ places, ...finding }) => ({ ...finding, occurrences: places.size }))
    .sort((a, b) => (a.findingId < b.findingId ? -1 : 1));
}
