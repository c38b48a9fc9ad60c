/** Who can do which dangerous thing in a namespace, and through which binding and role. */
import type { ObjectReference } from '@shift-down/plugin-shift-down-common';
import type { Rbac } from '../trust/reportWriters';
import {
  createTrust,
  isAnybody,
  nameInBinding,
} from '../trust/trustedSubjects';
import { accessBookOf } from './AccessBook';
import { groupBy } from './groupBy';
import { grantsOf, type Grant } from './grants';
import {
  DANGEROUS_POWERS,
  type AccessPath,
  type DangerousAccess,
} from './types';
import { WaysIn } from './WaysIn';

/** Who binds an unreadable binding: somebody. */
const SOMEBODY = 'unknown';

const UNKNOWN: readonly Grant[] = [{ power: 'unknown', names: [] }];
const NONE: readonly never[] = [];

/**
 * Lists who can do which dangerous thing in a namespace: what bindings of the namespace
 * and of the cluster say, and what follows from it. Whoever may run Pods in a namespace
 * has what its ServiceAccounts have, and so has who may enter Pods, issue tokens or
 * impersonate the accounts.
 *
 * Groups are listed as groups; who is in them RBAC does not know, nor what other
 * authorizers allow. A role or binding that could not be read allows `unknown`.
 *
 * @param rbac - Of the whole cluster; give the same object for every namespace of it.
 * @param trusted - Whom the platform trusts beside itself: `user:<name>`, `group:<name>`
 *   or `serviceaccount:<namespace>:<name>` with `*` for any run of characters.
 * @returns The worst first, and of those of one kind the trusted last.
 * @public
 */
export function dangerousAccess(
  namespace: string,
  rbac: Rbac,
  trusted: readonly string[] = [],
): DangerousAccess[] {
  const direct = directAccess(namespace, rbac, trusted);
  const byDetours = accessByDetours(direct, new WaysIn(namespace, direct));
  const own = direct.map(access => ({
    ...access,
    paths: [...access.paths, ...(byDetours.get(keyOf(access))?.paths ?? [])],
  }));
  for (const access of direct) {
    byDetours.delete(keyOf(access));
  }
  return [...own, ...byDetours.values()].toSorted(inOrder);
}

/** What people have by acting as service accounts, where they don't have it anyway. */
function accessByDetours(
  direct: readonly DangerousAccess[],
  ways: WaysIn,
): Map<string, DangerousAccess> {
  const own = new Set(
    direct
      .filter(({ paths }) => paths.some(({ names }) => names.length === 0))
      .map(keyOf),
  );
  const isOwn = (who: string, { power, scope }: DangerousAccess) =>
    [power, 'everything' as const].some(
      it =>
        own.has(keyOf({ who, power: it, scope })) ||
        own.has(keyOf({ who, power: it, scope: 'cluster' })),
    );
  const byAccount = groupBy(direct, ({ who }) => who);
  const found = new Map<string, DangerousAccess>();
  for (const who of takersIn(direct)) {
    for (const account of ways.accountsOf(who)) {
      for (const access of byAccount.get(account) ?? []) {
        if (isOwn(who, access)) {
          continue;
        }
        const key = keyOf({ ...access, who });
        const paths = access.paths.map(path => ({
          ...path,
          actingAs: account,
        }));
        found.set(key, {
          ...access,
          who,
          trusted: false,
          anybody: isAnybody(who),
          paths: [...(found.get(key)?.paths ?? []), ...paths],
        });
      }
    }
  }
  return found;
}

/** What the platform could do by detours it can do anyway. */
function takersIn(direct: readonly DangerousAccess[]): Set<string> {
  const takers = new Set(direct.map(({ who }) => who));
  for (const { who, trusted } of direct) {
    if (trusted || who === SOMEBODY) {
      takers.delete(who);
    }
  }
  return takers;
}

/** What bindings say, with nothing that follows from it. @internal */
export function directAccess(
  namespace: string,
  rbac: Rbac,
  trusted: readonly string[] = [],
): DangerousAccess[] {
  const book = accessBookOf(rbac);
  const isTrusted = createTrust(trusted);
  const found = new Map<string, DangerousAccess>();
  for (const binding of [
    ...book.bindingsIn(''),
    ...(namespace ? book.bindingsIn(namespace) : []),
  ]) {
    const scope =
      binding.kind === 'ClusterRoleBinding' ? 'cluster' : 'namespace';
    const role = book.roleOf(binding);
    const grants = binding.unreadable
      ? UNKNOWN
      : grantsOf(role ? book.powersOf(role) : NONE, scope);
    const people = binding.unreadable
      ? [SOMEBODY]
      : binding.subjects.map(it => nameInBinding(it, binding.namespace));
    for (const who of grants.length > 0 ? new Set(people) : NONE) {
      for (const { power, names } of grants) {
        const path: AccessPath = {
          binding: referenceTo(binding),
          role: {
            namespace: role?.namespace ?? '',
            kind: binding.role.kind,
            name: binding.role.name,
          },
          names: [...names],
        };
        const key = keyOf({ who, power, scope });
        const known = found.get(key);
        if (known) {
          known.paths.push(path);
        } else {
          found.set(key, {
            who,
            power,
            scope,
            paths: [path],
            trusted: isTrusted(who, scope),
            anybody: isAnybody(who),
          });
        }
      }
    }
  }
  return [...found.values()];
}

function referenceTo({ namespace, kind, name }: ObjectReference) {
  return { namespace, kind, name };
}

function keyOf({
  who,
  power,
  scope,
}: Pick<DangerousAccess, 'who' | 'power' | 'scope'>): string {
  return JSON.stringify([who, power, scope]);
}

function inOrder(a: DangerousAccess, b: DangerousAccess): number {
  return (
    DANGEROUS_POWERS.indexOf(a.power) - DANGEROUS_POWERS.indexOf(b.power) ||
    Number(a.trusted) - Number(b.trusted) ||
    compare(a.who, b.who) ||
    compare(a.scope, b.scope)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
