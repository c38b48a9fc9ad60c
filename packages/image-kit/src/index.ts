/*
 * Images as OCI blobs, documents about them, signatures, and a registry to put them in:
 * for tests and for the examples.
 */
export * from './images';
export * from './registry';
export * from './signing';
export * from './statements';
