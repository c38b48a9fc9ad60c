export { manifestsOfTerraformPlan } from './manifestsOfTerraformPlan';
export { isTerraformPlan } from './planFormat';
export type {
  TerraformManifest,
  TerraformManifests,
  TerraformSource,
} from './types';
