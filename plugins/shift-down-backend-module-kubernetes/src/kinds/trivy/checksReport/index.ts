import { createKindReader } from '../../types';
import { TRIVY_GROUP } from '../report';
import { normaliseChecksReport } from './normalise';
import { check, checksReportSchema } from './schema';

const KINDS = ['ConfigAuditReport', 'RbacAssessmentReport'] as const;

/** @internal */
export const checksReportReaders = KINDS.map(sourceKind =>
  createKindReader({
    sourceKind,
    reads: (group, kind) => group === TRIVY_GROUP && kind === sourceKind,
    schema: checksReportSchema,
    list: { path: ['report', 'checks'], item: check },
    normalise: normaliseChecksReport,
  }),
);
