/** Whose a vulnerability is, by when it has to be dealt with, and who says it is none. */
export {
  attributeVulnerability,
  type AttributionContext,
} from './attributeVulnerability';
export { readVulnerabilityDetail } from './detail';
export {
  dueAtOf,
  parseKnownExploited,
  serviceLevelsOf,
  serviceLevelsSchema,
  type ServiceLevelsConfig,
} from './serviceLevels';
export * from './types';
export * from './vex';
