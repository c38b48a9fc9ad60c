/** Moves one repository to a release of a golden image, by whatever provider answers for it. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type {
  PullRequestOutcome,
  PullRequestProvider,
  PullRequestState,
} from '@shift-down/plugin-shift-down-node';
import {
  bumpRepository,
  bumpText,
  isDockerfilePath,
  isInFolders,
  upgradeAdvice,
  type GoldenIndex,
  type GoldenTarget,
  type RepositoryBump,
} from '@shift-down/plugin-shift-down-policy';

/** So long one repository may take; the next one waits for it. */
const TIMEOUT_MILLISECONDS = 120_000;

/** A repository, and what of it. @internal */
export interface BumpedRepository {
  url: string;
  folders: readonly string[];
}

/** @internal */
export interface RepositoryBumperOptions {
  providers: readonly PullRequestProvider[];
  buildArguments: Readonly<Record<string, string>>;
  logger: LoggerService;
}

/** @internal */
export class RepositoryBumper {
  readonly #options: RepositoryBumperOptions;

  constructor(options: RepositoryBumperOptions) {
    this.#options = options;
  }

  /** What would change; opens nothing. */
  async plan(
    repository: BumpedRepository,
    target: GoldenTarget,
    signal?: AbortSignal,
  ): Promise<RepositoryBump> {
    const { buildArguments } = this.#options;
    const { files } = await this.#providerOf(repository.url).readFiles(
      {
        repositoryUrl: repository.url,
        matches: path =>
          isDockerfilePath(path) && isInFolders(path, repository.folders),
      },
      this.#request(signal),
    );
    return bumpRepository(files, { ...target.bump, buildArguments });
  }

  /** Has one pull request with what was planned. */
  async open(
    repository: BumpedRepository,
    target: GoldenTarget,
    bump: RepositoryBump,
    context: { index: GoldenIndex; now: Date; campaign?: string },
    signal?: AbortSignal,
  ): Promise<PullRequestOutcome> {
    const { index, now, campaign } = context;
    const to = { image: target.image, version: target.to.version };
    const left = target.from.filter(version =>
      isLeft(index, target.image, version, bump),
    );
    const golden = index.image(target.image);
    const text = bumpText({
      image: golden?.title ?? target.image,
      version: target.to.version,
      changes: bump.changes,
      problems: bump.problems,
      advice: left.flatMap(version => {
        const advice = upgradeAdvice(
          { image: target.image, version },
          to,
          index,
          now,
        );
        return advice ? [advice] : [];
      }),
      ...(campaign !== undefined && { campaign }),
    });
    return await this.#providerOf(repository.url).openOrUpdate(
      {
        repositoryUrl: repository.url,
        branch: branchOf(target),
        ...text,
        changes: bump.files,
      },
      this.#request(signal),
    );
  }

  async read(
    repositoryUrl: string,
    target: { image: string },
    signal?: AbortSignal,
  ): Promise<PullRequestState> {
    return await this.#providerOf(repositoryUrl).read(
      { repositoryUrl, branch: branchOf(target) },
      this.#request(signal),
    );
  }

  #providerOf(repositoryUrl: string): PullRequestProvider {
    const provider = this.#options.providers.find(it =>
      it.covers(repositoryUrl),
    );
    if (!provider) {
      throw new NotAllowedError(
        `${repositoryUrl} is in none of the places that may be changed. Add it to shiftDown.git.repositories`,
      );
    }
    return provider;
  }

  #request(signal: AbortSignal | undefined) {
    const timeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    return {
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      logger: this.#options.logger,
    };
  }
}

/** One pull request for each golden image: a newer release takes its place. */
function branchOf({ image }: { image: string }): string {
  return `shift-down/bump-${image}`;
}

/** Whether the repository has stood on this release. */
function isLeft(
  index: GoldenIndex,
  image: string,
  version: string,
  bump: RepositoryBump,
): boolean {
  const found = index.release({ image, version });
  const marks = [
    `:${found?.release.tag ?? version}`,
    ...Object.values(found?.release.digests ?? {}).map(it => `@${it}`),
    ...(found?.facts?.digest === undefined ? [] : [`@${found.facts.digest}`]),
  ];
  return bump.changes.some(({ from }) =>
    marks.some(mark => from.endsWith(mark) || from.includes(`${mark}@`)),
  );
}
