/**
 * Golden images and managed namespaces as entities of Backstage's catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleShiftDown as default } from './module';
