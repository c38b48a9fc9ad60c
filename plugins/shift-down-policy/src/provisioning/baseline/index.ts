export {
  compareBaselines,
  compareBaselineVersions,
  type BaselineDifference,
} from './compareBaselines';
export { manifestYaml } from './manifestYaml';
export { namespaceEntityName } from './namespaceEntityName';
export {
  BASELINE_FILE,
  parseBaseline,
  type BaselineFile,
} from './parseBaseline';
export { renderBaseline } from './renderBaseline';
