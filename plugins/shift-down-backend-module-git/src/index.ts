/**
 * Pull requests for Shift Down.
 *
 * @packageDocumentation
 */
export { shiftDownModuleGit as default } from './module';
