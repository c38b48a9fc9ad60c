export { judgePlanned, type JudgePlannedOptions } from './judgePlanned';
export {
  renderGeneratingPolicy,
  type GeneratingPolicyOptions,
} from './renderGeneratingPolicy';
