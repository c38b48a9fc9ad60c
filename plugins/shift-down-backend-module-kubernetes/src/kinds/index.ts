/** Every kind of object and report that is read. */
import { admissionPolicyReaders } from './admissionPolicy';
import { constraintReader } from './gatekeeper';
import { namespaceReader } from './namespace';
import { networkPolicyReader } from './networkPolicy';
import { policyExceptionReaders } from './policyException';
import { policyReportReaders } from './policyReport';
import { quotaReaders } from './quota';
import { rbacReaders } from './rbac';
import { serviceReader } from './service';
import { trivyReaders } from './trivy';
import type { KindReader } from './types';

const READERS: KindReader[] = [
  namespaceReader,
  ...policyReportReaders,
  constraintReader,
  ...trivyReaders,
  networkPolicyReader,
  serviceReader,
  ...quotaReaders,
  ...rbacReaders,
  ...admissionPolicyReaders,
  ...policyExceptionReaders,
];

/** @internal */
export function findReader(
  group: string,
  kind: string,
): KindReader | undefined {
  return READERS.find(reader => reader.reads(group, kind));
}
