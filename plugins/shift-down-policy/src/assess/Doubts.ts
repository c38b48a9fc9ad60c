/** Why something is unknown: distinct reasons, and whether all of them are of trust. */

/** One reason. */
export interface Doubt {
  reason: string;
  /** Nothing but who may write the report stands against it. */
  unverified: boolean;
}

export class Doubts {
  readonly #reasons = new Set<string>();
  #unverified = true;

  add({ reason, unverified }: Doubt) {
    this.#reasons.add(reason);
    this.#unverified &&= unverified;
  }

  get size(): number {
    return this.#reasons.size;
  }

  /** Whether belief in who wrote the reports is all that is missing. */
  get unverified(): boolean {
    return this.size > 0 && this.#unverified;
  }

  /** The first of the reasons in alphabetical order, and how many more there are. */
  inWords(): string {
    const [first = '', ...rest] = [...this.#reasons].sort();
    return rest.length ? `${first} (and ${rest.length} more)` : first;
  }
}

/** Doubts of these reasons, which have nothing to do with trust. */
export function doubtsOf(reasons: Iterable<string>): Doubts {
  const doubts = new Doubts();
  for (const reason of reasons) {
    doubts.add({ reason, unverified: false });
  }
  return doubts;
}

/**
 * Of two doubts about one place the one to tell: where a pass only lacks belief, that
 * is what stands in its way, however old the others are.
 */
export function plainerDoubt(a: Doubt, b: Doubt | undefined): Doubt {
  if (!b) {
    return a;
  }
  if (a.unverified !== b.unverified) {
    return a.unverified ? a : b;
  }
  return a.reason < b.reason ? a : b;
}
