export { compareManifest } from './compareManifest';
export { driftOf, type DriftInput } from './driftOf';
export { differencesInWords } from './inWords';
export { rbacOf } from './rbacOf';
