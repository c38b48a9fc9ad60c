/** Who can act as which ServiceAccount of a namespace, over as many steps as it takes. */
import type { AccessPath, DangerousAccess, DangerousPower } from './types';

/** What lets somebody act as a ServiceAccount. */
const ACTS: ReadonlySet<DangerousPower> = new Set<DangerousPower>([
  'everything',
  'unknown',
  'impersonate',
  'issue-tokens',
  'run-pods',
  'enter-pods',
]);

/** These name the account; names of others are of Pods and their controllers. */
const BY_NAME: ReadonlySet<DangerousPower> = new Set<DangerousPower>([
  'impersonate',
  'issue-tokens',
]);

/** One step: as any account of the namespace, or as some by name. */
interface Step {
  names: readonly string[];
  paths: AccessPath[];
}

/** @internal */
export class WaysIn {
  readonly #namespace: string;
  readonly #steps = new Map<string, Step[]>();
  /** Those that are granted something, as writers of {@link DangerousAccess}. */
  readonly #accounts: string[];

  constructor(namespace: string, direct: readonly DangerousAccess[]) {
    this.#namespace = namespace;
    const groups = this.#groups();
    const prefix = this.#account('');
    this.#accounts = [
      ...new Set(
        direct
          .map(({ who }) => who)
          .filter(who => who.startsWith(prefix) || groups.includes(who)),
      ),
    ];
    for (const { who, power, paths } of direct) {
      if (ACTS.has(power)) {
        const steps = this.#steps.get(who) ?? [];
        this.#steps.set(who, steps);
        for (const path of paths) {
          const names = BY_NAME.has(power) ? path.names : [];
          steps.push({ names, paths: [path] });
        }
      }
    }
  }

  /** Whom all that RBAC grants something and that can act as an account. */
  actors(): string[] {
    return [...this.#steps.keys()];
  }

  /** What of an account's own, or of a group of accounts, somebody else has as well. */
  accountsOf(who: string): string[] {
    return this.#accounts.filter(
      account => account !== who && this.pathsTo(account, who).length > 0,
    );
  }

  /** First steps on every way from somebody to an account. */
  pathsTo(account: string, who: string): AccessPath[] {
    return this.#stepsOf(who).flatMap(step =>
      this.#leadsTo(account, step, new Set([who])) ? step.paths : [],
    );
  }

  #leadsTo(account: string, step: Step, seen: Set<string>): boolean {
    if (step.names.length === 0) {
      return true;
    }
    const reached = step.names.map(name => this.#account(name));
    return (
      reached.includes(account) ||
      // Every account is in these.
      this.#groups().includes(account) ||
      reached
        .filter(name => !seen.has(name))
        .some(name => {
          seen.add(name);
          return this.#stepsOf(name).some(it =>
            this.#leadsTo(account, it, seen),
          );
        })
    );
  }

  /** What an account is let do as one of a group counts as its own. */
  #stepsOf(who: string): Step[] {
    const isAccount = who.startsWith(this.#account(''));
    return [who, ...(isAccount ? this.#groups() : [])].flatMap(
      it => this.#steps.get(it) ?? [],
    );
  }

  #account(name: string): string {
    return `serviceaccount:${this.#namespace}:${name}`;
  }

  #groups(): string[] {
    return [
      `group:system:serviceaccounts:${this.#namespace}`,
      'group:system:serviceaccounts',
    ];
  }
}
