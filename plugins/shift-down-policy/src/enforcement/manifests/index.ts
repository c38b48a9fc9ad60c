export { documentOf } from './documentOf';
export { manifestHash } from './manifestHash';
export { sameManifest } from './sameManifest';
