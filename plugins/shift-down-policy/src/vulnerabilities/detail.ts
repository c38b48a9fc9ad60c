/**
 * Facts about a vulnerability that are kept beside its sighting as plain text, for people
 * and for whoever attributes it. Written when a scan is judged, read when an entity is
 * assessed.
 */
import type {
  ImageScanEvidence,
  VulnerabilityEvidence,
} from '@shift-down/plugin-shift-down-common';
import { parseImageReference } from '../imageReference';
import type { SeenVulnerability } from './types';

/** Two sightings in one container are joined by it, fact by fact. */
export const FACT_SEPARATOR = ', ';

/** @internal */
export function scanDetailOf(
  scan: ImageScanEvidence,
  vulnerability?: VulnerabilityEvidence,
): Record<string, string> {
  const tag = scan.tag ? `:${scan.tag}` : '';
  const digest = scan.digest ? `@${scan.digest}` : '';
  const facts = {
    image: `${scan.repository}${tag}${digest}`,
    os: scan.os,
    packageUrl: vulnerability?.packageUrl,
    installedVersion: vulnerability?.installedVersion,
    fixedVersion: vulnerability?.fixedVersion,
    score: vulnerability?.score?.toString(),
    packageClass: vulnerability?.packageClass,
    layerDiffId: vulnerability?.layerDiffId,
  };
  return Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, string] =>
      Boolean(fact[1]),
    ),
  );
}

/** Reads back what was kept when the scan was judged. @public */
export function readVulnerabilityDetail(
  detail: Record<string, string>,
): Pick<
  SeenVulnerability,
  | 'packageUrls'
  | 'installedVersions'
  | 'isFixable'
  | 'packageClass'
  | 'layerDiffIds'
  | 'digest'
> {
  const { packageClass } = detail;
  const digests = new Set(
    factsOf(detail.image).map(image => parseImageReference(image).digest),
  );
  const [digest] = digests.size === 1 ? digests : [];
  return {
    packageUrls: factsOf(detail.packageUrl),
    installedVersions: factsOf(detail.installedVersion),
    isFixable: Boolean(detail.fixedVersion),
    ...((packageClass === 'os' || packageClass === 'library') && {
      packageClass,
    }),
    layerDiffIds: factsOf(detail.layerDiffId),
    ...(digest !== undefined && { digest }),
  };
}

function factsOf(joined: string | undefined): string[] {
  return joined ? joined.split(FACT_SEPARATOR) : [];
}
