export { parseIgnoreFile } from './parseIgnoreFile';
export type { IgnoreFile, IgnoreFileFormat, IgnoreItem } from './types';
