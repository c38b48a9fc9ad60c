export { POD_SECURITY_ANNOTATIONS } from './annotations';
export * from './evaluatePodSecurity';
export {
  isPodSecurityVersion,
  parsePodSecurityLevel,
  POD_SECURITY_LEVELS,
  POD_SECURITY_NEWEST_MINOR,
  type PodSecurityLevel,
  type PodSecurityStandard,
  type PodSecurityVersion,
} from './levels';
export * from './podSecurityDenial';
export * from './podSecurityReadiness';
export { podSpecsOf, podTemplatePath, type PodSpecLocation } from './podSpecs';
export { POD_VOLUME_TYPES } from './volumes';
