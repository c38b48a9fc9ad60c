/**
 * Client of the Shift Down API.
 *
 * @packageDocumentation
 */
export { ApiConnection, type ShiftDownClientOptions } from './ApiConnection';
export * from './ManagedNamespacesClient';
export * from './ShiftDownClient';
export type { components, operations, paths } from './openapi.generated';
