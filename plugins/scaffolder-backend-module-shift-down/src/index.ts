/**
 * Actions of Shift Down for templates of the scaffolder.
 *
 * @packageDocumentation
 */
export { createBumpImageAction } from './actions/bumpImage';
export { createPullRequestAction } from './actions/openPullRequest';
export * from './actions/namespaces';
export { createPatchImageAction } from './actions/patchImage';
export type { ClientServices } from './createClient';
export type { CopaConfig } from './runCopa';
export { scaffolderModuleShiftDown as default } from './module';
