export * from './planEnforcement';
export * from './manifests';
export * from './guardrails';
export * from './probes';
export * from './scanners';
export * from './types';
