/** From a cluster's RBAC to who may write its reports, and who of them is trusted. */
import { REPORT_KINDS } from '@shift-down/plugin-shift-down-common';
import { finishSteps, type Steps } from '../steps';
import { FoundWriters } from './FoundWriters';
import type { Scope } from './powers';
import { NAMESPACED_REPORTS } from './reportResources';
import { RoleBook } from './RoleBook';
import {
  createTrust,
  nameInBinding,
  namespaceOfPrograms,
} from './trustedSubjects';
import type { RbacBinding, RbacRole, ReportWriter } from './types';

/** Roles and bindings of a cluster. @public */
export interface Rbac {
  roles: readonly RbacRole[];
  bindings: readonly RbacBinding[];
}

/** Who binds an unreadable binding: somebody, and not the platform for all we know. */
const SOMEBODY = 'unknown';

/** Somebody who may act as ServiceAccounts of one namespace. */
interface Impersonator {
  writer: string;
  names: string[];
  via: string;
}

/**
 * Lists who may write the reports of each kind and where: directly, through a subresource
 * or a wildcard, or because they can give it to themselves (escalate or bind roles,
 * impersonate others, run Pods as a ServiceAccount that may).
 *
 * Roles and bindings that could not be read count as granting everything. Nothing is
 * known of authorizers beside RBAC, nor of what programs do on behalf of others.
 *
 * @param writers - Whom else the platform trusts, see `ReportTrust`.
 * @public
 */
export function reportWriters(
  rbac: Rbac,
  writers: readonly string[] = [],
): ReportWriter[] {
  return finishSteps(reportWritersInSteps(rbac, writers));
}

/**
 * {@link reportWriters} with pauses: a large cluster takes some hundred milliseconds.
 * @public
 */
export function* reportWritersInSteps(
  rbac: Rbac,
  writers: readonly string[] = [],
): Steps<ReportWriter[]> {
  const book = new RoleBook(rbac.roles);
  const isTrusted = createTrust(writers);
  const found = new FoundWriters();
  /** By namespace. */
  const impersonators = new Map<string, Impersonator[]>();

  for (const binding of rbac.bindings) {
    yield;
    const { namespace } = binding;
    const scope: Scope =
      binding.kind === 'ClusterRoleBinding' ? 'cluster' : 'namespace';
    if (binding.unreadable) {
      const via = `${nameOfBinding(binding)}, which could not be read`;
      for (const kind of scope === 'cluster'
        ? REPORT_KINDS
        : NAMESPACED_REPORTS) {
        found.add({ kind, namespace, writer: SOMEBODY, via, trusted: false });
      }
      if (scope === 'namespace') {
        append(impersonators, namespace, { writer: SOMEBODY, names: [], via });
      }
      continue;
    }
    const powers = book.powers(binding.role, { scope, namespace });
    const plain = `${nameOfBinding(binding)}, ${binding.role.kind} ${
      binding.role.name
    }`;
    for (const subject of binding.subjects) {
      const writer = nameInBinding(subject, namespace);
      const trusted = isTrusted(writer, scope);
      for (const [kind, how] of powers.writes) {
        const via = how ? `${plain}: ${how}` : plain;
        found.add({ kind, namespace, writer, via, trusted });
      }
      if (!trusted) {
        for (const { how, names } of powers.actsAs) {
          const via = `${plain}: ${how}`;
          append(impersonators, namespace, { writer, names, via });
        }
      }
    }
  }

  for (const program of found.writers()) {
    const takers = takersOf(program, impersonators);
    for (const known of takers.length > 0 ? found.of(program) : []) {
      // Of those who are not trusted it makes no odds who else they may be.
      for (const taker of known.trusted ? takers : []) {
        const via = `${taker.via} (${program})`;
        found.add({ ...known, writer: taker.writer, via, trusted: false });
      }
      yield;
    }
  }

  const rows: ReportWriter[] = [];
  for (const writer of found.writers()) {
    rows.push(...found.of(writer));
    yield;
  }
  return rows;
}

/** Who can be a program, if that is what the writer is. */
function takersOf(
  writer: string,
  impersonators: Map<string, Impersonator[]>,
): Impersonator[] {
  const namespace = namespaceOfPrograms(writer);
  if (namespace === undefined) {
    return [];
  }
  const name = writer.split(':')[2];
  const isGroup = writer.startsWith('group:');
  return (impersonators.get(namespace) ?? []).filter(
    it => isGroup || it.names.length === 0 || it.names.includes(name),
  );
}

function nameOfBinding({ kind, namespace, name }: RbacBinding): string {
  return namespace ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}

function append<T>(groups: Map<string, T[]>, key: string, item: T) {
  const group = groups.get(key);
  if (group) {
    group.push(item);
  } else {
    groups.set(key, [item]);
  }
}
