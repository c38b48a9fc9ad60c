/** Reports of Trivy Operator. */
import { checksReportReaders } from './checksReport';
import { exposedSecretReportReader } from './exposedSecretReport';
import { vulnerabilityReportReader } from './vulnerabilityReport';

/** @internal */
export const trivyReaders = [
  vulnerabilityReportReader,
  ...checksReportReaders,
  exposedSecretReportReader,
];
