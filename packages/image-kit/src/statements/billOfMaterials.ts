// What is in an image, in the two formats that are found.

export const CYCLONEDX_PREDICATE = 'https://cyclonedx.org/bom';
export const SPDX_PREDICATE = 'https://spdx.dev/Document';

export interface Package {
  name: string;
  version: string;
  packageUrl: string;
}

const CREATED = '2026-01-01T00:00:00Z';

/** @see https://cyclonedx.org/docs/1.6/json/ */
export function cycloneDx(
  packages: Package[],
  createdAt: string = CREATED,
): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { timestamp: createdAt },
    components: packages.map(it => ({
      type: 'library',
      'bom-ref': it.packageUrl,
      name: it.name,
      version: it.version,
      purl: it.packageUrl,
    })),
  };
}

/** @see https://spdx.github.io/spdx-spec/v2.3/ */
export function spdx(packages: Package[], createdAt: string = CREATED): object {
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'image',
    documentNamespace: 'https://example.org/spdx/image',
    creationInfo: { created: createdAt, creators: ['Tool: image-kit'] },
    packages: packages.map((it, index) => ({
      SPDXID: `SPDXRef-Package-${index}`,
      name: it.name,
      versionInfo: it.version,
      downloadLocation: 'NOASSERTION',
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: it.packageUrl,
        },
      ],
    })),
  };
}
