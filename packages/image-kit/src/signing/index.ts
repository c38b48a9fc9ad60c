export * from './bundles';
export * from './signers';
export { type Identity, type Sigstore, createSigstore } from './sigstore';
