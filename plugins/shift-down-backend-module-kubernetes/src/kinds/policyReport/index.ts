/** Reports of policy engines, under both API groups and both scopes. */
import { createKindReader } from '../types';
import { normalisePolicyReport } from './normalise';
import { policyReportResult, policyReportSchema } from './schema';

const KINDS = [
  { apiGroup: 'wgpolicyk8s.io', sourceKind: 'PolicyReport' },
  { apiGroup: 'wgpolicyk8s.io', sourceKind: 'ClusterPolicyReport' },
  { apiGroup: 'openreports.io', sourceKind: 'Report' },
  { apiGroup: 'openreports.io', sourceKind: 'ClusterReport' },
] as const;

/** @internal */
export const policyReportReaders = KINDS.map(({ apiGroup, sourceKind }) =>
  createKindReader({
    sourceKind,
    reads: (group, kind) => group === apiGroup && kind === sourceKind,
    schema: policyReportSchema,
    list: { path: ['results'], item: policyReportResult },
    normalise: normalisePolicyReport,
  }),
);
