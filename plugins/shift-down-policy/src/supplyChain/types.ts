/** Whom we trust with which images, as the platform says in config or beside a golden image. */
import type {
  AttestationVerdict,
  ProvenanceVerdict,
  SbomVerdict,
} from '@shift-down/plugin-shift-down-common';

/** @public */
export interface SupplyChainRules {
  /** A signature by any of those that match the repository is enough. */
  signatures: SignatureRule[];
  provenance: ProvenanceRule[];
  /** Verifiers whose summaries (VSA) are believed. */
  verifiers: VerifierRule[];
  /** Authors whose VEX statements suppress. */
  vexAuthors: VexAuthorRule[];
}

/** One of a key or a keyless identity. @public */
export type SignerRule =
  | {
      type: 'key';
      /** What people call the key. */
      name: string;
      /** PEM */
      publicKey: string;
    }
  | {
      type: 'keyless';
      /** Name of a trusted root in config. */
      root: string;
      /** Compared exactly. */
      issuer: string;
      /** Subject alternative name: compared in full, or RE2 that is anchored by us. */
      identity: { exact: string } | { pattern: string };
    };

/** @public */
export interface SignatureRule {
  name: string;
  /** Normalised repositories; `*` stands for any run of characters but `/`, `**` for any. */
  repositories: string[];
  signer: SignerRule;
}

/** @public */
export interface ProvenanceRule {
  name: string;
  repositories: string[];
  signer: SignerRule;
  /** `builder.id`, compared exactly, and the level it is trusted with. */
  builders: { id: string; level: 1 | 2 | 3 }[];
  /** Canonical source repositories; a fork is not one of them. */
  sources: string[];
  buildTypes: string[];
  /**
   * External parameters that may be there, by name or dotted path (`workflow.ref`): with
   * any value, or exactly this one. Any other refuses the provenance, but those that name
   * the source, which `sources` judges.
   */
  externalParameters: Record<
    string,
    { any: true } | { equals: string | number | boolean }
  >;
}

/** @public */
export interface VerifierRule {
  name: string;
  repositories: string[];
  signer: SignerRule;
  /** `verifier.id`, compared exactly. */
  verifier: string;
}

/** @public */
export interface VexAuthorRule {
  name: string;
  /** As the document says, compared exactly. */
  author: string;
  repositories: string[];
  /** Package URLs (no version) it may speak of, with `*`; all if empty. */
  packages: string[];
  /** How it is proved that the author wrote it. */
  proof: { type: 'signature'; signer: SignerRule } | { type: 'git' };
}

/** Trusted roots by name: JSON of a Sigstore `TrustedRoot`. @public */
export type TrustedRoots = Record<string, unknown>;

/** Everything that verification goes by. @public */
export interface SupplyChainTrust {
  rules: SupplyChainRules;
  roots: TrustedRoots;
}

/** @public */
export interface AttachedVex {
  /** Of the text. */
  digest: string;
  /** JSON: OpenVEX or CycloneDX. */
  text: string;
  /**
   * Whether a trusted author signed it; `by` names the rule in `vexAuthors`. Of which
   * packages that author may speak is still to be looked at.
   */
  verdict: AttestationVerdict;
}

/** @public */
export interface SupplyChainAssessment {
  signature: AttestationVerdict;
  provenance: ProvenanceVerdict;
  /** Summaries of verifications by configured verifiers. */
  verificationSummary: AttestationVerdict;
  sbom: SbomVerdict;
  /** Attached to this image, each with whether a trusted author signed it. */
  vex: AttachedVex[];
}
