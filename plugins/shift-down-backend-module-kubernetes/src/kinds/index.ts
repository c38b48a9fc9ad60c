/** Every kind of object and report that is read. */
import { constraintReader } from './gatekeeper';
import { namespaceReader } from './namespace';
import { policyReportReaders } from './policyReport';
import { trivyReaders } from './trivy';
import type { KindReader } from './types';

const READERS: KindReader[] = [
  namespaceReader,
  ...policyReportReaders,
  constraintReader,
  ...trivyReaders,
];

/** @internal */
export function findReader(
  group: string,
  kind: string,
): KindReader | undefined {
  return READERS.find(reader => reader.reads(group, kind));
}
