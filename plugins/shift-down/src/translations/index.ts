/**
 * Texts of the Shift Down pages.
 *
 * @packageDocumentation
 */
export { shiftDownTranslationRef } from './ref';
