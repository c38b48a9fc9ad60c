/**
 * Images from OCI registries and image layouts for the Shift Down backend.
 *
 * @packageDocumentation
 */
export { shiftDownModuleOci as default } from './module';
