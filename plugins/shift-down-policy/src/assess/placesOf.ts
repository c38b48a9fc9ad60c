/** Where a control has to be vouched for within a subject. */
import type { Control } from '@shift-down/plugin-shift-down-common';
import type { AssessedSubject } from '../types';

const WHOLE = [''];

/**
 * Containers where images are judged, and the subject as a whole otherwise; the whole
 * too where no container is known, for what runs there is an image all the same.
 */
export function placesOf(
  { appliesTo }: Control,
  { containers }: AssessedSubject,
): string[] {
  return appliesTo === 'image' && containers.length > 0
    ? containers.map(({ name }) => name)
    : WHOLE;
}
