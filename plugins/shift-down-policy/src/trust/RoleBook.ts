/** What roles come to for reports, wherever they are bound. */
import { powersOf, unknownPowers, type Powers, type Scope } from './powers';
import { RoleRules, type RoleReference } from './RoleRules';
import type { RbacRole, RbacRule } from './types';

const NO_POWERS: Powers = { writes: new Map(), actsAs: [] };

/** @internal */
export class RoleBook {
  readonly #rules: RoleRules;
  /** Of roles that come to the same in every namespace. */
  readonly #powers = new Map<string, Powers>();

  constructor(roles: readonly RbacRole[]) {
    this.#rules = new RoleRules(roles);
  }

  /** What a role comes to where it is bound; one that does not exist, to nothing. */
  powers(
    ref: RoleReference,
    bound: { scope: Scope; namespace: string },
  ): Powers {
    const role = this.#rules.find(ref, bound.namespace);
    if (!role) {
      return NO_POWERS;
    }
    const key = JSON.stringify([
      role.kind,
      role.namespace,
      role.name,
      bound.scope,
    ]);
    const known = this.#powers.get(key);
    if (known) {
      return known;
    }
    const rules = this.#rules.of(role);
    let isAlike = true;
    const powers = rules
      ? powersOf(rules, bound.scope, (kind, name) => {
          isAlike &&= kind === 'ClusterRole' || role.kind === 'Role';
          return this.#rulesByName(kind, name, bound);
        })
      : unknownPowers(bound.scope);
    if (isAlike) {
      this.#powers.set(key, powers);
    }
    return powers;
  }

  #rulesByName(
    kind: 'Role' | 'ClusterRole',
    name: string,
    { scope, namespace }: { scope: Scope; namespace: string },
  ): RbacRule[] | undefined {
    if (kind === 'Role' && scope === 'cluster') {
      return undefined;
    }
    const role = this.#rules.find({ kind, name }, namespace);
    return role ? this.#rules.of(role) : [];
  }
}
