const REMEMBERED_MILLISECONDS = 3_600_000;
const MAXIMUM_REPOSITORIES = 10_000;

/** Which repositories have no referrers API, so that each is asked once an hour. @internal */
export class ReferrersSupport {
  readonly #missing = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  isMissing(repository: string): boolean {
    const since = this.#missing.get(repository);
    return since !== undefined && this.now() - since < REMEMBERED_MILLISECONDS;
  }

  noteMissing(repository: string): void {
    if (this.#missing.size >= MAXIMUM_REPOSITORIES) {
      this.#missing.clear();
    }
    this.#missing.set(repository, this.now());
  }
}
