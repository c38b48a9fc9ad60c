import type { VulnerabilityEvidence } from '@shift-down/plugin-shift-down-common';
import { redact } from '../../redact';
import {
  commonName,
  distinct,
  ignoredCount,
  packageClassOf,
  toSeverity,
  webAddress,
} from '../evidence';
import { imageSubject } from '../imageSubject';
import { buildPackageUrl } from '../packageUrl';
import type { ParsedUpload, UploadSubject } from '../types';
import type { GrypeMatch, GrypeReport } from './schema';

/** Kinds of packages, in Grype's words, that a distribution ships. */
const OPERATING_SYSTEM_TYPES = new Set([
  'alpm',
  'apk',
  'deb',
  'portage',
  'rpm',
]);

/** @internal */
export function normaliseGrype(report: GrypeReport): ParsedUpload {
  const { descriptor, distro, ignoredMatches, matches } = report;
  return {
    format: 'grype',
    tool: { name: 'Grype', version: descriptor.version },
    ...(descriptor.timestamp && { observedAt: descriptor.timestamp }),
    subject: subjectOf(report),
    isScan: true,
    vulnerabilities: distinct(matches.map(it => toEvidence(it, distro.name))),
    os: [distro.name, distro.version].filter(part => part).join(' '),
    // Grype does not say.
    osEndOfLife: false,
    ignored: ignoredCount(
      ignoredMatches.length,
      ['ignored match', 'ignored matches'],
      'The scan was told to ignore them; only a trusted VEX document or an exception counts here.',
    ),
  };
}

function subjectOf({ source }: GrypeReport): UploadSubject {
  if (source.type !== 'image') {
    return { kind: 'repository' };
  }
  const { manifestDigest, repoDigests, tags, userInput } = source.target;
  return imageSubject(
    // With the digest in its name, the tool was told what to pull.
    userInput.includes('@') ? [...repoDigests, userInput] : repoDigests,
    [...tags, userInput],
    manifestDigest ? [manifestDigest] : [],
  );
}

function toEvidence(
  { artifact, relatedVulnerabilities, vulnerability }: GrypeMatch,
  operatingSystem: string,
): VulnerabilityEvidence {
  const { name, purl, type, version } = artifact;
  const isOperatingSystem = OPERATING_SYSTEM_TYPES.has(type);
  const packageUrl =
    purl ||
    buildPackageUrl({
      isOperatingSystem,
      packageType: type,
      operatingSystem,
      name,
      version,
    });
  const scores = vulnerability.cvss
    .filter(it => it.version.startsWith('3'))
    .flatMap(it => it.metrics.baseScore ?? []);
  const layerDiffId = artifact.locations.find(it => it.layerID)?.layerID;
  return {
    type: 'vulnerability',
    advisory: commonName(
      vulnerability.id,
      relatedVulnerabilities.map(it => it.id),
    ),
    packageUrl,
    packageName: name,
    installedVersion: version,
    fixedVersion: vulnerability.fix.versions.filter(it => it).join(', '),
    severity: toSeverity(vulnerability.severity),
    title: redact(vulnerability.description),
    url: webAddress(vulnerability.dataSource),
    ...(scores.length > 0 && { score: Math.max(...scores) }),
    packageClass: isOperatingSystem
      ? 'os'
      : packageClassOf(packageUrl) ?? 'library',
    ...(layerDiffId && { layerDiffId }),
  };
}
