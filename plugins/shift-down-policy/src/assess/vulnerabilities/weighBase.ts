/** Lays over weighed evidence what is known about golden bases. */
import { within } from '../../within';
import type { WeighedEvidence } from '../weighEvidence';
import type { AttributedEvidence } from './attributeEvidence';

export function weighBase(
  weighed: WeighedEvidence,
  { doubts, settled, notApplicable }: AttributedEvidence,
): void {
  for (const { controlId, subjectId, component, reason } of doubts) {
    const control = weighed.controls.get(controlId);
    if (control) {
      within(control.lapsed, component).set(subjectId, {
        reason,
        unverified: false,
      });
    }
  }
  for (const { controlId, subjectId, component } of settled) {
    const control = weighed.controls.get(controlId);
    if (control) {
      within(control.passed, component).set(subjectId, true);
    }
  }
  for (const [controlId, reason] of notApplicable) {
    weighed.notApplicable.set(controlId, reason);
  }
}
