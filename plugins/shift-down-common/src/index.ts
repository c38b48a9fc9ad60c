/**
 * Vocabulary, evidence, control catalogue, permissions and annotations of Shift Down.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './controls';
export * from './evaluation';
export * from './evidence';
export * from './exception';
export * from './image';
export * from './permissions';
export * from './provisioning';
export * from './vocabulary';
