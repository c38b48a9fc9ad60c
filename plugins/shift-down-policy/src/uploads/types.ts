/** What pipelines upload: reports of scanners and documents about what was built. */
import type { VulnerabilityEvidence } from '@shift-down/plugin-shift-down-common';

/** Formats of documents that are read, as the API names them. @public */
export const UPLOAD_FORMATS = [
  'trivy',
  'grype',
  'sarif',
  'cyclonedx',
  'openvex',
] as const;

/** {@inheritDoc UPLOAD_FORMATS} @public */
export type UploadFormat = (typeof UPLOAD_FORMATS)[number];

/** What a document speaks about, as far as it says so itself. @public */
export type UploadSubject =
  | {
      kind: 'image';
      /**
       * Where the tool knows the image from a registry: its normalised registry and path,
       * and the digest that it has there.
       */
      references: { repository: string; digest: string }[];
      /** Normalised registry and path; a mere name unless there are references. */
      repository?: string;
      /** `sha256:…` of its index and of its manifest, whichever the tool saw. */
      digests: string[];
      tag?: string;
    }
  | { kind: 'repository' };

/** A part of a document that nothing was made of. @public */
export interface IgnoredPart {
  /** Such as `3 secrets`. */
  what: string;
  /** A sentence for people. */
  reason: string;
}

/** A document, read. @public */
export interface ParsedUpload {
  format: UploadFormat;
  tool: {
    name: string;
    /** Empty where the document leaves it out. */
    version: string;
  };
  /** ISO 8601; when the tool looked, if the document says so. */
  observedAt?: string;
  subject: UploadSubject;
  /**
   * Whether packages were looked at for vulnerabilities: only then does an empty list say
   * that none was found.
   */
  isScan: boolean;
  /** Each advisory once for each package. */
  vulnerabilities: VulnerabilityEvidence[];
  /** Name and version of the operating system, empty if the document names none. */
  os: string;
  /** Whether the vendor no longer maintains that operating system. */
  osEndOfLife: boolean;
  /** Of a bill of materials. */
  sbom?: {
    format: 'cyclonedx';
    /** Such as `1.6`. */
    version: string;
    packages: number;
  };
  /** Statements about exploitability, for those who decide whom to believe. */
  vex?: { author: string; statements: number };
  ignored: IgnoredPart[];
}
