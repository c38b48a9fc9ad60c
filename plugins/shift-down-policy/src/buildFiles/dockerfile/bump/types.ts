/** What moving a Dockerfile to another release of a golden image takes and gives. */

/** A golden image, where it stands in a Dockerfile, is to become this release. @public */
export interface DockerfileBump {
  /** Of the golden image; compared as registry and path, Docker Hub's defaults spelt out. */
  repository: string;
  to: {
    version: string;
    /** The version if not given. */
    tag?: string;
    /** `sha256:…` of the index, or of the manifest where there is none. */
    digest: string;
  };
  /**
   * Releases to leave. What carries none of these tags and digests stays as it is; if not
   * given, every use of the repository is moved.
   */
  from?: { tags?: readonly string[]; digests?: readonly string[] };
  /** What the build gives with `--build-arg`, which goes before what the file says. */
  buildArguments?: Readonly<Record<string, string>>;
}

/** A place that was moved. @public */
export interface DockerfileBumpChange {
  /** Of the instruction that names the image, from 1. */
  line: number;
  /** References with their variables replaced. */
  from: string;
  to: string;
}

/** @public */
export interface DockerfileBumpResult {
  /** The same text but for the changes, byte for byte. */
  text: string;
  changes: DockerfileBumpChange[];
  /** Places that may be the golden image and could not be moved safely. */
  problems: { line: number; reason: string }[];
  /** Uses of the golden image that stand on none of the releases to leave. */
  others: { line: number; reference: string }[];
}
