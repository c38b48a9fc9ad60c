/** What a document is for, told by its types. */
import { ROLES, type Role } from './types';

/** @see https://slsa.dev/spec/v1.1/provenance */
export const SLSA_PROVENANCE_V1 = 'https://slsa.dev/provenance/v1';
/** @see https://slsa.dev/spec/v0.2/provenance */
export const SLSA_PROVENANCE_V02 = 'https://slsa.dev/provenance/v0.2';
/** @see https://github.com/sigstore/cosign/blob/main/specs/BUNDLE_SPEC.md */
export const COSIGN_SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
export const CYCLONEDX = 'https://cyclonedx.org/bom';
export const SPDX = 'https://spdx.dev/Document';
export const OPENVEX = 'https://openvex.dev/ns';

const BY_PREDICATE: [prefix: string, roles: Role[]][] = [
  [COSIGN_SIGNATURE, ['signature']],
  ['https://slsa.dev/provenance/', ['provenance']],
  ['https://slsa.dev/verification_summary/', ['verification-summary']],
  [SPDX, ['sbom']],
  // The same format tells of parts and of vulnerabilities.
  [CYCLONEDX, ['sbom', 'vex']],
  [OPENVEX, ['vex']],
];

/** Empty for what concerns nobody here, such as the report of a scan. */
export function rolesOfPredicate(predicateType: string): readonly Role[] {
  return (
    BY_PREDICATE.find(([prefix]) => predicateType.startsWith(prefix))?.[1] ?? []
  );
}

/** Formats of documents that are attached as they are, by media type. */
export const PLAIN_FORMATS: Record<string, string> = {
  'application/vnd.cyclonedx+json': CYCLONEDX,
  'application/vnd.cyclonedx+xml': CYCLONEDX,
  'application/vnd.cyclonedx': CYCLONEDX,
  'application/spdx+json': SPDX,
  'text/spdx+json': SPDX,
  'text/spdx': SPDX,
  'application/openvex+json': OPENVEX,
  'application/vnd.openvex+json': OPENVEX,
  'application/vex+json': OPENVEX,
};

/** What a document may have been that can’t be read: anything, if nothing tells. */
export function guessRoles(
  artifactType: string,
  mediaType: string,
  annotations: Record<string, string>,
): readonly Role[] {
  const predicateType =
    annotations['dev.sigstore.bundle.predicateType'] ??
    annotations['in-toto.io/predicate-type'] ??
    annotations.predicateType ??
    PLAIN_FORMATS[mediaType] ??
    PLAIN_FORMATS[artifactType];
  if (predicateType !== undefined) {
    return rolesOfPredicate(predicateType);
  }
  return mediaType.includes('simplesigning') ? ['signature'] : ROLES;
}
