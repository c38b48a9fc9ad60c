export { manifestHash } from './manifestHash';
export { sameManifest } from './sameManifest';
