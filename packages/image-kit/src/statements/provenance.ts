// How an image was built, in the two versions of SLSA provenance that are found.

export const PROVENANCE_V1 = 'https://slsa.dev/provenance/v1';
export const PROVENANCE_V02 = 'https://slsa.dev/provenance/v0.2';
export const VERIFICATION_SUMMARY_V1 =
  'https://slsa.dev/verification_summary/v1';

export interface Build {
  builder: string;
  buildType: string;
  /** Such as `git+https://git.example.org/team/app@refs/heads/main`. */
  source: string;
  /** Of the commit. */
  revision: string;
  externalParameters?: Record<string, unknown>;
  materials?: { uri: string; digest: Record<string, string> }[];
  /** ISO 8601 */
  finishedAt?: string;
}

/** @see https://slsa.dev/spec/v1.1/provenance */
export function provenanceV1(build: Build): object {
  return {
    buildDefinition: {
      buildType: build.buildType,
      externalParameters: build.externalParameters ?? {
        workflow: { repository: build.source },
      },
      resolvedDependencies: [
        { uri: build.source, digest: { gitCommit: build.revision } },
        ...(build.materials ?? []),
      ],
    },
    runDetails: {
      builder: { id: build.builder },
      metadata: { finishedOn: build.finishedAt ?? '2026-01-01T00:00:00Z' },
    },
  };
}

/** @see https://slsa.dev/spec/v0.2/provenance */
export function provenanceV02(build: Build): object {
  return {
    builder: { id: build.builder },
    buildType: build.buildType,
    invocation: {
      configSource: { uri: build.source, digest: { sha1: build.revision } },
      parameters: build.externalParameters ?? {},
    },
    metadata: { buildFinishedOn: build.finishedAt ?? '2026-01-01T00:00:00Z' },
    materials: [
      { uri: build.source, digest: { sha1: build.revision } },
      ...(build.materials ?? []),
    ],
  };
}

/** @see https://slsa.dev/spec/v1.1/verification_summary */
export function verificationSummary(summary: {
  verifier: string;
  resource: string;
  policy: string;
  result: 'PASSED' | 'FAILED';
  levels: string[];
  verifiedAt?: string;
}): object {
  return {
    verifier: { id: summary.verifier },
    timeVerified: summary.verifiedAt ?? '2026-01-01T00:00:00Z',
    resourceUri: summary.resource,
    policy: { uri: summary.policy },
    verificationResult: summary.result,
    verifiedLevels: summary.levels,
    slsaVersion: '1.1',
  };
}
