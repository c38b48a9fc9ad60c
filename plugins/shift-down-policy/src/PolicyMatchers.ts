/** Matchers of policies by name and by pattern. */
import { InputError } from '@backstage/errors';
import type {
  Control,
  ControlMatcher,
  Engine,
} from '@shift-down/plugin-shift-down-common';

type PolicyMatcher = Extract<ControlMatcher, { type: 'policy' }>;

/** More verdicts than any cluster has policies; past it the memory starts afresh. */
const REMEMBERED = 10_000;

/** Exact names first, then patterns from the most to the least specific. */
export class PolicyMatchers {
  readonly #exact = new Map<string, Control>();
  readonly #patterns: { matcher: PolicyMatcher; control: Control }[] = [];
  readonly #found = new Map<string, Control | undefined>();

  add(matcher: PolicyMatcher, control: Control) {
    const { engine, policy, rule } = matcher;
    const key = keyOf(engine, policy, rule);
    const same =
      this.#exact.get(key) ??
      this.#patterns.find(
        p => keyOf(p.matcher.engine, p.matcher.policy, p.matcher.rule) === key,
      )?.control;
    if (same) {
      throw new InputError(
        `Controls '${same.id}' and '${control.id}' both match ${engine} policy '${policy}': leave it to one of them`,
      );
    }
    if (`${policy}${rule ?? ''}`.includes('*')) {
      this.#patterns.push({ matcher, control });
      this.#patterns.sort(
        (a, b) => specificity(b.matcher) - specificity(a.matcher),
      );
    } else {
      this.#exact.set(key, control);
    }
  }

  find(result: { engine: Engine; policy: string; rule: string }) {
    const { engine, policy, rule } = result;
    const key = keyOf(engine, policy, rule);
    if (this.#found.has(key)) {
      return this.#found.get(key);
    }
    const control =
      this.#exact.get(key) ??
      this.#exact.get(keyOf(engine, policy)) ??
      this.#patterns.find(
        ({ matcher }) =>
          matcher.engine === engine &&
          matchesPolicy(matcher.policy, policy) &&
          (matcher.rule === undefined || matchesGlob(matcher.rule, rule)),
      )?.control;
    if (this.#found.size >= REMEMBERED) {
      this.#found.clear();
    }
    this.#found.set(key, control);
    return control;
  }
}

function keyOf(engine: Engine, policy: string, rule?: string): string {
  return JSON.stringify([engine, policy, rule]);
}

function specificity({ policy, rule = '' }: PolicyMatcher): number {
  return `${policy}${rule}`.replaceAll('*', '').length;
}

/**
 * A namespaced policy (`<namespace>/<name>`) is written by whoever may write to that
 * namespace. Lest its name borrow the meaning of a cluster-wide one, a pattern
 * without a slash does not reach it.
 */
function matchesPolicy(pattern: string, policy: string): boolean {
  return (
    pattern.includes('/') === policy.includes('/') &&
    matchesGlob(pattern, policy)
  );
}

/**
 * Whether a name matches a pattern in full, `*` being any run of characters.
 * Takes each piece between stars at its first chance, so it never backtracks.
 * @internal
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const [head, ...pieces] = pattern.split('*');
  const tail = pieces.pop();
  if (tail === undefined) {
    return pattern === name;
  }
  if (
    !name.startsWith(head) ||
    !name.endsWith(tail) ||
    name.length < head.length + tail.length
  ) {
    return false;
  }
  const end = name.length - tail.length;
  let position = head.length;
  for (const piece of pieces) {
    const at = name.indexOf(piece, position);
    if (at < 0 || at + piece.length > end) {
      return false;
    }
    position = at + piece.length;
  }
  return true;
}
