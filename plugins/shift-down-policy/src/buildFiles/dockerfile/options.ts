/** What a platform says about images and builds before a Dockerfile is judged. */

/** An image that the platform publishes to build on. @public */
export interface GoldenBase {
  /**
   * Its repository, `registry.example.com/base/node`; `*` stands for any characters and
   * `scratch` for the empty image. Tag and digest are not part of it.
   */
  repository: string;
  /** Whether its own USER is known to be another than root. */
  runsAsNonRoot?: boolean;
}

/** @public */
export interface DockerfileOptions {
  /** Without any, nobody says what a final stage should be built on: not applicable. */
  goldenImages?: readonly GoldenBase[];
  /** Values that the build passes by `--build-arg`; else the defaults of ARG count. */
  buildArguments?: Readonly<Record<string, string>>;
}
