/** Bindings that are not ours and give what a baseline withholds. */
import type { ObjectDrift } from '@shift-down/plugin-shift-down-common';
import { accessBookOf, type AccessBook } from '../../access/AccessBook';
import { grantsOf, type Grant } from '../../access/grants';
import { POWERS_IN_WORDS } from '../../access/powersInWords';
import type { DangerousPower } from '../../access/types';
import { listed } from '../../namespaceBaseline/verdicts';
import type { BaselineManifest } from '../types';
import { rbacOf } from './rbacOf';
import { asObserved } from './stateObjectOf';
import type { Rbac } from '../../trust/reportWriters';
import {
  createTrust,
  isAnybody,
  nameInBinding,
  namespaceOfPrograms,
} from '../../trust/trustedSubjects';
import type { RbacBinding } from '../../trust/types';

/**
 * What a baseline gives nobody, with the control that is about it. To run Pods is what the
 * roles of teams are there for.
 */
const WITHHELD_POWERS: Partial<Record<DangerousPower, string>> = {
  everything: 'cluster-admin-binding',
  escalate: 'rbac-escalation',
  bind: 'rbac-escalation',
  impersonate: 'rbac-escalation',
  'issue-tokens': 'rbac-escalation',
  'reach-nodes': 'rbac-escalation',
  'change-admission': 'rbac-escalation',
  'approve-certificates': 'rbac-escalation',
  'create-volumes': 'rbac-escalation',
  'use-wildcards': 'rbac-wildcards',
  'read-secrets': 'rbac-secrets',
  'enter-pods': 'rbac-escalation',
  'write-rbac': 'rbac-escalation',
  'change-namespace': 'pod-security-enforcement',
  'write-network-policies': 'network-policy',
  'write-quotas': 'resource-quota',
  'write-exceptions': 'rbac-escalation',
};

/**
 * @param ours - RoleBindings that we applied. Whom they bind is of the team, in whatever
 *   other binding.
 * @internal
 */
export function addedAccess(
  namespace: string,
  rbac: Rbac,
  ours: readonly BaselineManifest[],
  trusted: readonly string[] = [],
): ObjectDrift[] {
  const book = accessBookOf(rbac);
  const isTrusted = createTrust(trusted);
  const names = new Set(ours.map(({ metadata }) => metadata.name));
  const team = teamOf(ours);
  return [
    ...book
      .bindingsIn(namespace)
      .filter(({ name }) => !names.has(name))
      .flatMap(binding =>
        driftOfBinding(binding, book, namespace, who =>
          isTrusted(who, 'namespace'),
        ),
      ),
    // Only the platform binds in all of the cluster; here those count that reach the team,
    // the programs of this namespace, or everybody.
    ...book
      .bindingsIn('')
      .flatMap(binding =>
        driftOfBinding(binding, book, namespace, who =>
          team.has(who)
            ? isTrusted(who, 'namespace')
            : isTrusted(who, 'cluster') ||
              !(isAnybody(who) || namespaceOfPrograms(who) === namespace),
        ),
      ),
  ];
}

function teamOf(bindings: readonly BaselineManifest[]): Set<string> {
  const { bindings: read } = rbacOf(bindings.map(asObserved));
  return new Set(
    read.flatMap(({ namespace, subjects }) =>
      subjects.map(subject => nameInBinding(subject, namespace)),
    ),
  );
}

function driftOfBinding(
  binding: RbacBinding,
  book: AccessBook,
  namespace: string,
  isNotMeant: (who: string) => boolean,
): ObjectDrift[] {
  if (binding.unreadable) {
    return [
      drift(binding, 'unknown', 'It is not ours, and could not be read', []),
    ];
  }
  const people = new Set(
    binding.subjects
      .map(subject => nameInBinding(subject, binding.namespace))
      .filter(who => !isNotMeant(who)),
  );
  const role = people.size > 0 ? book.roleOf(binding) : undefined;
  if (!role) {
    return [];
  }
  const grants = grantsOf(
    book.powersOf(role),
    binding.kind === 'RoleBinding' ? 'namespace' : 'cluster',
  );
  const by = `${binding.role.kind} ${binding.role.name}`;
  if (grants.some(({ power }) => power === 'unknown')) {
    return [
      drift(
        binding,
        'unknown',
        `It is not ours, and what ${by} grants could not be read`,
        [],
      ),
    ];
  }
  const withheld = grants.filter(isWithheld);
  if (withheld.length === 0) {
    return [];
  }
  const powers = listed(withheld.map(({ power }) => POWERS_IN_WORDS[power]));
  const where = binding.kind === 'RoleBinding' ? namespace : 'every namespace';
  return [
    drift(
      binding,
      'added',
      `Lets ${listed([
        ...people,
      ])} in ${where} ${powers}, by ${by}; the baseline lets nobody`,
      [
        ...new Set(
          withheld.flatMap(({ power }) => WITHHELD_POWERS[power] ?? []),
        ),
      ],
    ),
  ];
}

/** Who may read some Secrets by name was meant to. */
function isWithheld({ power, names }: Grant): boolean {
  return (
    WITHHELD_POWERS[power] !== undefined &&
    !(power === 'read-secrets' && names.length > 0)
  );
}

function drift(
  { kind, namespace, name }: RbacBinding,
  type: 'added' | 'unknown',
  message: string,
  controls: string[],
): ObjectDrift {
  return {
    type,
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    namespace,
    name,
    message,
    differences: [],
    controls,
  };
}
