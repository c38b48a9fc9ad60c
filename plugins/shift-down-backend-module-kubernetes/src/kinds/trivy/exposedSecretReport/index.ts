import { createKindReader } from '../../types';
import { TRIVY_GROUP } from '../report';
import { normaliseExposedSecretReport } from './normalise';
import { exposedSecretReportSchema } from './schema';

/** @internal */
export const exposedSecretReportReader = createKindReader({
  sourceKind: 'ExposedSecretReport',
  reads: (group, kind) =>
    group === TRIVY_GROUP && kind === 'ExposedSecretReport',
  schema: exposedSecretReportSchema,
  normalise: normaliseExposedSecretReport,
});
