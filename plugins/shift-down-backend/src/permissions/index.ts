export {
  createShiftDownConditionalDecision,
  shiftDownConditions,
} from './conditions';
export { registerPermissions } from './registerPermissions';
