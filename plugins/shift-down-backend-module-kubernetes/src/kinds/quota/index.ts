/** ResourceQuotas and LimitRanges: how much of a cluster a namespace may take. */
import { createResourceReader } from '../resource/createResourceReader';
import { limitRangeSchema, resourceQuotaSchema } from './schema';

/** @internal */
export const quotaReaders = [
  createResourceReader({
    sourceKind: 'ResourceQuota',
    group: '',
    schema: resourceQuotaSchema,
    fieldsOf: ({ spec, status }) => ({ spec, status }),
  }),
  createResourceReader({
    sourceKind: 'LimitRange',
    group: '',
    schema: limitRangeSchema,
    fieldsOf: ({ spec }) => ({ spec }),
  }),
];
