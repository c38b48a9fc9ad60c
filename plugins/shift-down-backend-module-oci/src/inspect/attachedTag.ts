/**
 * The tag under which documents about a digest are kept: `sha256-<hex>` stands in for
 * the referrers API, with a suffix it is cosign's.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 * @internal
 */
export function attachedTag(
  digest: string,
  suffix: '' | '.sig' | '.att' | '.sbom' = '',
): string {
  const [algorithm, hex] = digest.split(':');
  // The specification cuts both parts, so that a tag has at most 97 characters.
  return `${algorithm.slice(0, 32)}-${hex.slice(0, 64)}${suffix}`;
}
