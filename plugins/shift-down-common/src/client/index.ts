/**
 * Client of the Shift Down API.
 *
 * @packageDocumentation
 */
export * from './ShiftDownClient';
export type { components, operations, paths } from './openapi.generated';
