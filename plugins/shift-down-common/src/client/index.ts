/**
 * Client of the Shift Down API.
 *
 * @packageDocumentation
 */
export * from './ShiftDownClient';
