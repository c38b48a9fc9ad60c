/** A scan of one container's image: its vulnerabilities, and what it is free of. */
import type {
  Control,
  Engine,
  ImageScanEvidence,
  VulnerabilityEvidence,
} from '@shift-down/plugin-shift-down-common';
import { policyFindingId, vulnerabilityFindingId } from '../fingerprint';
import { normalisePackageUrl } from '../packageUrl';
import { boundText, redact } from '../redact';
import { forEachInSteps, type Steps } from '../steps';
import type { FindingDescription } from '../types';
import { scanDetailOf } from '../vulnerabilities/detail';
import type { JudgeContext } from './JudgementBuilder';
import { remediationFor } from './words';

const NO_SUBJECT = {
  cluster: '',
  namespace: '',
  kind: '',
  name: '',
  component: '',
};

const TITLE_LENGTH = 300;

/** A scan that is partial or names no container can fail one, but passes none. */
export function* judgeImageScan(
  scan: ImageScanEvidence,
  context: JudgeContext,
): Steps<void> {
  const { index, builder } = context;
  const { subject, container: component, observedAt } = scan;

  const matched = new Set<Control>();
  yield* forEachInSteps(scan.vulnerabilities, vulnerability => {
    const control = index.forVulnerability({
      severity: vulnerability.severity,
      fixable: vulnerability.fixedVersion !== '',
    });
    matched.add(control);
    const message = redact(vulnerability.title);
    builder.observe({
      finding: describeVulnerability(vulnerability, control, scan, message),
      subject,
      component,
      result: 'fail',
      reason: '',
      message,
      witness: witnessOf(scan, vulnerability.advisory),
      detail: scanDetailOf(scan, vulnerability),
      ...(observedAt && { observedAt }),
    });
  });
  for (const control of index.vulnerabilityControls) {
    if (!matched.has(control) && speaksFor(scan)) {
      builder.pass({ controlId: control.id, subject, component }, observedAt);
    }
  }
  judgeOperatingSystem(scan, context);
}

function speaksFor({ container, isPartial }: ImageScanEvidence): boolean {
  return container !== '' && !isPartial;
}

function judgeOperatingSystem(
  scan: ImageScanEvidence,
  { cluster, index, builder }: JudgeContext,
) {
  const control = index.endOfLifeOs;
  if (!control) {
    return;
  }
  const { subject, container: component, observedAt } = scan;
  if (!scan.osEndOfLife) {
    if (speaksFor(scan)) {
      builder.pass({ controlId: control.id, subject, component }, observedAt);
    }
    return;
  }
  builder.observe({
    finding: {
      ...findingOf(control, scan),
      id: policyFindingId({
        expectation: { controlId: control.id },
        cluster,
        subject,
        component,
      }),
      type: 'policy',
      policy: control.id,
      subject: { cluster, ...subject, component },
      title: control.title,
      severity: control.severity,
      remediation: remediationFor(control.remediation, subject.kind, component),
    },
    subject,
    component,
    result: 'fail',
    reason: '',
    message: `${scan.os || 'Its operating system'} is past its end of life`,
    witness: witnessOf(scan, control.id),
    detail: scanDetailOf(scan),
    ...(observedAt && { observedAt }),
  });
}

function describeVulnerability(
  vulnerability: VulnerabilityEvidence,
  control: Control,
  scan: ImageScanEvidence,
  message: string,
): FindingDescription {
  const { advisory, packageUrl, packageName, fixedVersion } = vulnerability;
  const { repository } = scan;
  const what = message ? `: ${message}` : '';
  return {
    ...findingOf(control, scan),
    id: vulnerabilityFindingId({ advisory, packageUrl, repository }),
    type: 'vulnerability',
    advisory,
    packageUrl: normalisePackageUrl(packageUrl),
    packageName,
    title: boundText(`${advisory} in ${packageName}${what}`, TITLE_LENGTH),
    severity: vulnerability.severity,
    remediation: fixedVersion
      ? `Update ${packageName} to ${fixedVersion} in ${repository}, or rebuild it on a base image that has done so, and name the result in spec.template.spec.containers[].image.`
      : `No version of ${packageName} fixes this yet: remove it from ${repository}, change to a base image without it, or ask the security team for a decision.`,
    url: vulnerability.url,
  };
}

/** The part of a description that every finding of a scan shares. */
function findingOf(control: Control, scan: ImageScanEvidence) {
  return {
    controlId: control.id,
    engine: engineOf(scan),
    policy: '',
    rule: '',
    advisory: '',
    packageUrl: '',
    packageName: '',
    repository: scan.repository,
    subject: NO_SUBJECT,
    area: control.area,
    responsibility: control.responsibility,
    category: '',
    url: '',
  };
}

function witnessOf(scan: ImageScanEvidence, policy: string) {
  return {
    engine: engineOf(scan),
    reportedBy: scan.scanner,
    policy,
    rule: '',
    outcome: 'fail',
  };
}

function engineOf({ scanner }: ImageScanEvidence): Engine {
  return /trivy/i.test(scanner) ? 'trivy' : 'other';
}
