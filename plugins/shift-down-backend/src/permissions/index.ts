export {
  createShiftDownConditionalDecision,
  shiftDownConditions,
} from './conditions';
export { registerPermissions } from './registerPermissions';
export { shiftDownPermissionRules } from './rules';
