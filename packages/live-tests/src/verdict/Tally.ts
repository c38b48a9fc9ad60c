/** How often they agreed, and why not. */
export class Tally {
  readonly #agreed = new Map<string, number>();
  readonly #unknown = new Map<string, number>();
  #invalid = 0;
  #warnings = 0;

  /** Both said the same. */
  agreed(decision: 'admit' | 'deny'): void {
    count(this.#agreed, decision);
  }

  /** Both warned in the same words. */
  warned(): void {
    this.#warnings += 1;
  }

  /** We could not say. */
  unknown(reason: string): void {
    count(this.#unknown, reason);
  }

  /** The API server refused the object before it asked any policy. */
  invalid(_message: string): void {
    this.#invalid += 1;
  }

  get denials(): number {
    return this.#agreed.get('deny') ?? 0;
  }

  get admissions(): number {
    return this.#agreed.get('admit') ?? 0;
  }

  get unknowns(): number {
    return [...this.#unknown.values()].reduce((sum, it) => sum + it, 0);
  }

  print(title: string): void {
    const reasons = [...this.#unknown].map(
      ([reason, times]) => `\n  ${times} × ${reason}`,
    );
    console.log(
      `${title}: agreed on ${this.admissions} admissions and ${this.denials} denials, ` +
        `warned ${this.#warnings} times; ${
          this.#invalid
        } objects were invalid; ${this.unknowns} unknown${reasons.join('')}`,
    );
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
