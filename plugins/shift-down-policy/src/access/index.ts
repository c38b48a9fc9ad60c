export { cloudAccess, cloudIdentitiesOf } from './cloudIdentities';
export { dangerousAccess } from './dangerousAccess';
export * from './types';
