export { cloudAccess } from './cloudIdentities';
export { dangerousAccess } from './dangerousAccess';
export * from './types';
