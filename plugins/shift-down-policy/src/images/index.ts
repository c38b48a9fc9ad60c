/** All that is made of one image: its lineage, how it stands, and whether it is what was built. */
export { assessImage } from './assessImage';
export { imageId, imageVersion } from './imageId';
export { imageResults, type JudgedContainer } from './imageResults';
export { unknownAssessment } from './unknownAssessment';
export * from './types';
