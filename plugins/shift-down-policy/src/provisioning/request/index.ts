export { whyNoClusterGroup } from './groupName';
export { RESERVED_NAMESPACES } from './judgeName';
export { judgeRequest } from './judgeRequest';
export { isQuantity, quotaUseOf, type QuotaUse } from './quotaUse';
export type { RequestFacts } from './types';
