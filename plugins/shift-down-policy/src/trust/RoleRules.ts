/** Roles by name with the rules that they come to, those of aggregated roles included. */
import { matchesSelector } from '../labelSelector';
import type { RbacRole, RbacRule } from './types';

/** @internal */
export interface RoleReference {
  kind: string;
  name: string;
}

/** @internal */
export class RoleRules {
  readonly #roles = new Map<string, RbacRole>();
  readonly #clusterRoles: RbacRole[];

  constructor(roles: readonly RbacRole[]) {
    for (const role of roles) {
      this.#roles.set(keyOf(role.kind, role.namespace, role.name), role);
    }
    this.#clusterRoles = roles.filter(({ kind }) => kind === 'ClusterRole');
  }

  /** @param namespace - That the reference is made in. */
  find({ kind, name }: RoleReference, namespace: string): RbacRole | undefined {
    return this.#roles.get(
      keyOf(kind, kind === 'ClusterRole' ? '' : namespace, name),
    );
  }

  /**
   * A controller fills in the rules of aggregated roles. Where it has not, as in
   * manifests, they are gathered here.
   *
   * @returns `undefined` if some of them are not known.
   */
  of(role: RbacRole, seen = new Set<RbacRole>()): RbacRule[] | undefined {
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
        role.aggregates.some(
          // Rather one rule too many than one too few
          selector => matchesSelector(selector, other.labels) ?? true,
        )
      ) {
        const more = this.of(other, seen);
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
