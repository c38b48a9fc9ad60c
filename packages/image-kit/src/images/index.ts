export * from './attachments';
export * from './changeImage';
export { type Descriptor, type Made, sha256 } from './content';
export * from './makeImage';
export * from './makeIndex';
export { type Layer, makeLayer } from './makeLayer';
export { MEDIA_TYPES } from './mediaTypes';
export * from './writeLayout';
