import { InputError } from '@backstage/errors';
import {
  detectFormat,
  normalisePackageUrl,
  parseUpload,
  type ParsedUpload,
  type ReleaseReport,
} from '@shift-down/plugin-shift-down-policy';

/**
 * A report that lies beside a golden image, of exactly one release.
 * @throws InputError that says what is wrong with it.
 * @internal
 */
export function readReport(text: string): ReleaseReport {
  const document = parseJson(text);
  const format = detectFormat(document);
  if (format === undefined) {
    throw new InputError(
      'it is in no format that is read: give a report of Trivy or Grype as JSON',
    );
  }
  return toReleaseReport(parseUpload(format, document));
}

/** @throws InputError if it is none of vulnerabilities, or says not when it was made. */
function toReleaseReport(parsed: ParsedUpload): ReleaseReport {
  if (!parsed.isScan) {
    throw new InputError('it is no report of vulnerabilities');
  }
  if (parsed.observedAt === undefined) {
    throw new InputError('it does not say when it was made');
  }
  return {
    scanner: [parsed.tool.name, parsed.tool.version].filter(Boolean).join(' '),
    observedAt: new Date(parsed.observedAt).toISOString(),
    vulnerabilities: parsed.vulnerabilities.map(it => ({
      advisory: it.advisory,
      packageUrl: normalisePackageUrl(it.packageUrl),
      packageName: it.packageName,
      installedVersion: it.installedVersion,
      fixedVersion: it.fixedVersion,
      severity: it.severity,
    })),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('it is no JSON');
  }
}
