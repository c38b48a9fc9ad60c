import { InputError } from '@backstage/errors';
import type { VulnerabilityEvidence } from '@shift-down/plugin-shift-down-common';
import { redact } from '../../redact';
import {
  distinct,
  ignoredCount,
  packageClassOf,
  toSeverity,
  webAddress,
} from '../evidence';
import { imageSubject } from '../imageSubject';
import { buildPackageUrl } from '../packageUrl';
import type { ParsedUpload, UploadSubject } from '../types';
import type { TrivyReport, TrivyResult, TrivyVulnerability } from './schema';

/** Results of packages; others are about secrets, licences and configuration. */
const PACKAGE_CLASSES = new Set(['os-pkgs', 'lang-pkgs']);

/** What a report can be about besides an image. */
const REPOSITORY_TYPES = new Set(['filesystem', 'repository']);

/** @internal */
export function normaliseTrivy(report: TrivyReport): ParsedUpload {
  const { CreatedAt, Metadata, Results, Trivy } = report;
  const { OS } = Metadata;
  const packages = Results.filter(it => PACKAGE_CLASSES.has(it.Class));
  return {
    format: 'trivy',
    tool: { name: 'Trivy', version: Trivy?.Version ?? '' },
    ...(CreatedAt && { observedAt: CreatedAt }),
    subject: subjectOf(report),
    isScan: packages.length > 0,
    vulnerabilities: distinct(
      packages.flatMap(result =>
        result.Vulnerabilities.map(it => toEvidence(it, result, OS.Family)),
      ),
    ),
    os: [OS.Family, OS.Name].filter(part => part).join(' '),
    osEndOfLife: OS.EOSL,
    ignored: ignoredOf(Results, packages.length),
  };
}

function subjectOf({
  ArtifactName,
  ArtifactType,
  Metadata,
}: TrivyReport): UploadSubject {
  if (ArtifactType === 'container_image') {
    return imageSubject(Metadata.RepoDigests, [
      ...Metadata.RepoTags,
      ArtifactName,
    ]);
  }
  if (REPOSITORY_TYPES.has(ArtifactType)) {
    return { kind: 'repository' };
  }
  throw new InputError(
    `This is not Trivy JSON that is read: at ArtifactType: only reports of ` +
      `container images, file systems and repositories are`,
  );
}

function toEvidence(
  entry: TrivyVulnerability,
  { Class, Type }: TrivyResult,
  operatingSystem: string,
): VulnerabilityEvidence {
  const packageUrl =
    entry.PkgIdentifier.PURL ||
    buildPackageUrl({
      isOperatingSystem: Class === 'os-pkgs',
      packageType: Type,
      operatingSystem: operatingSystem || Type,
      name: entry.PkgName,
      version: entry.InstalledVersion,
    });
  const packageClass =
    Class === 'os-pkgs' ? 'os' : packageClassOf(packageUrl) ?? 'library';
  const score = highestScore(entry);
  return {
    type: 'vulnerability',
    advisory: entry.VulnerabilityID,
    packageUrl,
    packageName: entry.PkgName,
    installedVersion: entry.InstalledVersion,
    fixedVersion: entry.FixedVersion,
    severity: toSeverity(entry.Severity),
    title: redact(entry.Title),
    url: webAddress(entry.PrimaryURL),
    ...(score !== undefined && { score }),
    packageClass,
    ...(entry.Layer.DiffID && { layerDiffId: entry.Layer.DiffID }),
  };
}

function highestScore({ CVSS }: TrivyVulnerability): number | undefined {
  const scores = Object.values(CVSS ?? {}).flatMap(
    ({ V3Score }) => V3Score ?? [],
  );
  return scores.length > 0 ? Math.max(...scores) : undefined;
}

function ignoredOf(results: TrivyResult[], packages: number) {
  const count = (field: 'Secrets' | 'Misconfigurations' | 'Licenses') =>
    results.reduce((sum, result) => sum + result[field].length, 0);
  return [
    ...ignoredCount(
      count('Secrets'),
      ['secret', 'secrets'],
      'Secrets never enter the portal: revoke them where they were found.',
    ),
    ...ignoredCount(
      count('Misconfigurations'),
      ['misconfiguration', 'misconfigurations'],
      'Configuration is judged where it runs, and by shift-down check.',
    ),
    ...ignoredCount(
      count('Licenses'),
      ['licence', 'licences'],
      'Licences are not judged here.',
    ),
    ...(packages > 0
      ? []
      : [
          {
            what: 'the report as a scan',
            reason:
              'It has no result of packages, so it does not say that any were looked at: scan with --scanners vuln.',
          },
        ]),
  ];
}
