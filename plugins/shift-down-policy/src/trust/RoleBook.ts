/** Roles by name with the rules that they come to. */
import { powersOf, unknownPowers, type Powers, type Scope } from './powers';
import type { RbacLabelSelector, RbacRole, RbacRule } from './types';

const NO_POWERS: Powers = { writes: new Map(), actsAs: [] };

/** @internal */
export class RoleBook {
  readonly #roles = new Map<string, RbacRole>();
  readonly #clusterRoles: RbacRole[];
  /** Of roles that come to the same in every namespace. */
  readonly #powers = new Map<string, Powers>();

  constructor(roles: readonly RbacRole[]) {
    for (const role of roles) {
      this.#roles.set(keyOf(role.kind, role.namespace, role.name), role);
    }
    this.#clusterRoles = roles.filter(({ kind }) => kind === 'ClusterRole');
  }

  /** What a role comes to where it is bound; one that does not exist, to nothing. */
  powers(
    ref: { kind: string; name: string },
    bound: { scope: Scope; namespace: string },
  ): Powers {
    const namespace = ref.kind === 'ClusterRole' ? '' : bound.namespace;
    const role = this.#roles.get(keyOf(ref.kind, namespace, ref.name));
    if (!role) {
      return NO_POWERS;
    }
    const key = JSON.stringify([role.kind, namespace, role.name, bound.scope]);
    const known = this.#powers.get(key);
    if (known) {
      return known;
    }
    const rules = this.#rulesOf(role, new Set());
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
    const role = this.#roles.get(
      keyOf(kind, kind === 'Role' ? namespace : '', name),
    );
    return role ? this.#rulesOf(role, new Set()) : [];
  }

  /**
   * A controller fills in the rules of aggregated roles. Where it has not, as in
   * manifests, they are gathered here.
   *
   * @returns `undefined` if some of them are not known.
   */
  #rulesOf(role: RbacRole, seen: Set<RbacRole>): RbacRule[] | undefined {
    if (role.unreadable) {
      return undefined;
    }
    seen.add(role);
    if (role.rules.length > 0 || role.aggregates.length === 0) {
      return role.rules;
    }
    const rules: RbacRule[] = [];
    for (const other of this.#clusterRoles) {
      if (
        !seen.has(other) &&
        role.aggregates.some(selector => selects(selector, other.labels))
      ) {
        const more = this.#rulesOf(other, seen);
        if (!more) {
          return undefined;
        }
        rules.push(...more);
      }
    }
    return rules;
  }
}

function keyOf(kind: string, namespace: string, name: string): string {
  return JSON.stringify([kind, namespace, name]);
}

function selects(
  { matchLabels, matchExpressions }: RbacLabelSelector,
  labels: Record<string, string>,
): boolean {
  const has = (key: string) => Object.hasOwn(labels, key);
  return (
    Object.entries(matchLabels).every(
      ([key, value]) => has(key) && labels[key] === value,
    ) &&
    matchExpressions.every(({ key, operator, values }) => {
      switch (operator) {
        case 'In':
          return has(key) && values.includes(labels[key]);
        case 'NotIn':
          return !has(key) || !values.includes(labels[key]);
        case 'Exists':
          return has(key);
        case 'DoesNotExist':
          return !has(key);
        default:
          // Rather one writer too many than one too few
          return true;
      }
    })
  );
}
