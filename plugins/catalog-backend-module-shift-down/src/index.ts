/**
 * Golden images as entities of Backstage's catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleShiftDown as default } from './module';
