/** RBAC of a cluster, ready to be asked about one namespace after the other. */
import type { Rbac } from '../trust/reportWriters';
import { RoleRules } from '../trust/RoleRules';
import type { RbacBinding, RbacRole } from '../trust/types';
import { BUILT_IN_ROLES } from './builtInRoles';
import { groupBy } from './groupBy';
import { powersOfRules, type GrantedPower } from './powersOfRules';

/** @internal */
export class AccessBook {
  readonly #rules: RoleRules;
  readonly #roles: Map<string, RbacRole[]>;
  readonly #bindings: Map<string, RbacBinding[]>;
  readonly #powers = new Map<RbacRole, readonly GrantedPower[]>();

  constructor({ roles, bindings }: Rbac) {
    this.#rules = new RoleRules(roles);
    this.#roles = groupBy(roles, ({ namespace }) => namespace);
    this.#bindings = groupBy(bindings, ({ namespace }) => namespace);
  }

  /** @param namespace - Empty for those of the cluster. */
  rolesIn(namespace: string): readonly RbacRole[] {
    return this.#roles.get(namespace) ?? [];
  }

  /** @param namespace - Empty for those of the cluster. */
  bindingsIn(namespace: string): readonly RbacBinding[] {
    return this.#bindings.get(namespace) ?? [];
  }

  roleOf({ role, namespace }: RbacBinding): RbacRole | undefined {
    return (
      this.#rules.find(role, namespace) ??
      BUILT_IN_ROLES.find(
        ({ kind, name }) => kind === role.kind && name === role.name,
      )
    );
  }

  powersOf(role: RbacRole): readonly GrantedPower[] {
    let powers = this.#powers.get(role);
    if (!powers) {
      const rules = this.#rules.of(role);
      powers = rules
        ? powersOfRules(rules)
        : [{ power: 'unknown', names: [], clusterOnly: false, rule: 0 }];
      this.#powers.set(role, powers);
    }
    return powers;
  }
}

const books = new WeakMap<Rbac, AccessBook>();

/** One for each; who asks about many namespaces gives the same object. @internal */
export function accessBookOf(rbac: Rbac): AccessBook {
  let book = books.get(rbac);
  if (!book) {
    book = new AccessBook(rbac);
    books.set(rbac, book);
  }
  return book;
}
