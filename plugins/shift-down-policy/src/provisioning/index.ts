export * from './types';
export * from './baseline';
export * from './guardrails';
export * from './request';
export * from './adoption';
export * from './drift';
export * from './evidence';
export * from './proofs';
