/**
 * The Shift Down backend: from evidence to the posture of catalog entities.
 *
 * @packageDocumentation
 */
export {
  createShiftDownConditionalDecision,
  shiftDownConditions,
} from './permissions';
export { shiftDownPlugin as default } from './plugin';
