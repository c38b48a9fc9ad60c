/** Reports of golden releases, whoever made them. */
import { InputError } from '@backstage/errors';
import type { VulnerabilityEvidence } from '@shift-down/plugin-shift-down-common';
import {
  normalisePackageUrl,
  type ReadUpload,
  type ReleaseReport,
} from '@shift-down/plugin-shift-down-policy';

/** Reads reports, large ones off the event loop. @internal */
export interface ReportReader {
  /** @throws InputError that says what is wrong with it. */
  read(bytes: Uint8Array): Promise<ReadUpload>;
}

/**
 * A report that lies beside a golden image, of exactly one release.
 * @throws InputError that says what is wrong with it.
 * @internal
 */
export async function readReport(
  text: string,
  reader: ReportReader,
): Promise<ReleaseReport> {
  const { isScan, observedAt, tool, vulnerabilities } = await reader.read(
    new TextEncoder().encode(text),
  );
  if (!isScan) {
    throw new InputError('it is no report of vulnerabilities');
  }
  if (observedAt === undefined) {
    throw new InputError('it does not say when it was made');
  }
  return toReleaseReport({
    tool: tool.name,
    toolVersion: tool.version,
    observedAt,
    vulnerabilities,
  });
}

/**
 * @param read - `vulnerabilities` is JSON of a list of `VulnerabilityEvidence`.
 * @internal
 */
export function toReleaseReport(read: {
  tool: string;
  toolVersion: string;
  observedAt: string;
  vulnerabilities: string;
}): ReleaseReport {
  const listed: VulnerabilityEvidence[] = JSON.parse(read.vulnerabilities);
  return {
    scanner: [read.tool, read.toolVersion].filter(Boolean).join(' '),
    observedAt: new Date(read.observedAt).toISOString(),
    vulnerabilities: listed.map(it => ({
      advisory: it.advisory,
      packageUrl: normalisePackageUrl(it.packageUrl),
      packageName: it.packageName,
      installedVersion: it.installedVersion,
      fixedVersion: it.fixedVersion,
      severity: it.severity,
    })),
  };
}
