/**
 * Checks of what RBAC grants in a namespace. Each Role is judged by its rules, and each
 * RoleBinding by those of the ClusterRole that it grants; a ClusterRoleBinding counts
 * where it grants something to the programs of the namespace or to everybody.
 */
import {
  Answer,
  named,
  namespaceReference,
  type Wrong,
} from '../namespaceBaseline/verdicts';
import type {
  NamespaceBaselineOptions,
  NamespaceState,
  ObjectVerdict,
} from '../namespaceBaseline/types';
import {
  createTrust,
  isAnybody,
  nameInBinding,
  namespaceOfPrograms,
} from '../trust/trustedSubjects';
import type { RbacBinding, RbacRole, RbacRule } from '../trust/types';
import { accessBookOf, type AccessBook } from './AccessBook';
import { POWERS_IN_WORDS } from './powersInWords';
import type { GrantedPower } from './powersOfRules';
import type { DangerousPower } from './types';

interface Check {
  rule: string;
  powers: ReadonlySet<DangerousPower>;
  /** Whether a rule that is limited to names is all right. */
  allowsNames: boolean;
  /** Whether only who is bound counts, and not what a Role would grant. */
  bindingsOnly: boolean;
}

const CHECKS: readonly Check[] = [
  check('cluster-admin', ['everything'], { bindingsOnly: true }),
  check('wildcards', ['use-wildcards']),
  check('escalation', [
    'escalate',
    'bind',
    'impersonate',
    'issue-tokens',
    'reach-nodes',
    'change-admission',
    'approve-certificates',
    'create-volumes',
    'enter-pods',
    'write-rbac',
  ]),
  check('secrets', ['read-secrets'], { allowsNames: true }),
  check('pod-creation', ['run-pods']),
];

function check(
  rule: string,
  powers: DangerousPower[],
  options: Partial<Check> = {},
): Check {
  return {
    rule,
    powers: new Set(powers),
    allowsNames: false,
    bindingsOnly: false,
    ...options,
  };
}

/**
 * Rules `cluster-admin`, `wildcards`, `escalation`, `secrets` and `pod-creation` of
 * policy `access`: a verdict for each Role and RoleBinding, and one for the Namespace
 * unless one of those fails.
 * @internal
 */
export function evaluateAccess(
  state: NamespaceState,
  { trusted = [] }: NamespaceBaselineOptions,
): ObjectVerdict[] {
  const book = accessBookOf(state.rbac);
  const isTrusted = createTrust(trusted);
  return CHECKS.flatMap(it => {
    const verdicts = [
      ...(it.bindingsOnly
        ? []
        : book.rolesIn(state.name).map(role => judgeRole(it, role, book))),
      ...book
        .bindingsIn(state.name)
        .flatMap(binding =>
          judgeBinding(it, binding, book, state, who =>
            isTrusted(who, 'namespace'),
          ),
        ),
    ];
    return [...verdicts, ...judgeNamespace(it, state, book, verdicts)];
  });
}

function judgeRole(it: Check, role: RbacRole, book: AccessBook): ObjectVerdict {
  const { kind, namespace, name } = role;
  const answer = new Answer('access', it.rule, { kind, namespace, name });
  if (role.unreadable) {
    return answer.unknown('Its rules could not be read');
  }
  const granted = relevant(it, book.powersOf(role), 'namespace');
  return granted.length > 0
    ? answer.fail(
        granted.map(power => ({
          message: `${named(role)} lets whoever has it ${inWords(power)}`,
          field: fieldOf(power, role),
        })),
      )
    : answer.pass();
}

/** What it grants of the cluster's roles; those of the namespace answer for themselves. */
function judgeBinding(
  it: Check,
  binding: RbacBinding,
  book: AccessBook,
  { incomplete }: NamespaceState,
  isTrusted: (who: string) => boolean,
): ObjectVerdict[] {
  const { kind, namespace, name, role: reference } = binding;
  const answer = new Answer('access', it.rule, { kind, namespace, name });
  if (binding.unreadable) {
    return [answer.unknown('What it binds to whom could not be read')];
  }
  if (reference.kind !== 'ClusterRole' && !it.bindingsOnly) {
    return [];
  }
  const people = binding.subjects
    .map(subject => nameInBinding(subject, namespace))
    .filter(who => !isTrusted(who));
  if (people.length === 0) {
    return [answer.pass()];
  }
  const role = book.roleOf(binding);
  const doubt = doubtAbout(binding, role, incomplete);
  if (doubt) {
    return [answer.unknown(doubt)];
  }
  const granted = role ? relevant(it, book.powersOf(role), 'namespace') : [];
  return [
    granted.length > 0
      ? answer.fail(wrongsOfBinding(binding, granted, 'this namespace'))
      : answer.pass(),
  ];
}

function judgeNamespace(
  it: Check,
  state: NamespaceState,
  book: AccessBook,
  verdicts: ObjectVerdict[],
): ObjectVerdict[] {
  const { name, incomplete } = state;
  const answer = new Answer('access', it.rule, namespaceReference(state));
  const wrongs: Wrong[] = [];
  const culprits: RbacBinding[] = [];
  let doubt = '';
  for (const binding of book.bindingsIn('')) {
    const isHere = binding.subjects.some(subject => {
      const who = nameInBinding(subject, '');
      return isAnybody(who) || namespaceOfPrograms(who) === name;
    });
    if (binding.unreadable) {
      doubt ||= `${named(binding)} could not be read`;
    } else if (isHere) {
      const role = book.roleOf(binding);
      const granted = role ? relevant(it, book.powersOf(role), 'cluster') : [];
      doubt ||= doubtAbout(binding, role, incomplete) ?? '';
      if (granted.length > 0) {
        wrongs.push(...wrongsOfBinding(binding, granted, 'every namespace'));
        culprits.push(binding);
      }
    }
  }
  if (wrongs.length > 0) {
    return [
      answer.fail(
        wrongs.map(({ message }) => ({ message })),
        culprits.map(({ kind, namespace, name: culprit }) => ({
          kind,
          namespace,
          name: culprit,
        })),
      ),
    ];
  }
  const reason =
    doubt ||
    incomplete.Role ||
    incomplete.RoleBinding ||
    incomplete.ClusterRoleBinding;
  if (reason) {
    return [answer.unknown(reason)];
  }
  return verdicts.some(({ verdict }) => verdict.result === 'fail')
    ? []
    : [answer.pass()];
}

function doubtAbout(
  { role: reference }: RbacBinding,
  role: RbacRole | undefined,
  incomplete: NamespaceState['incomplete'],
): string | undefined {
  if (role) {
    return role.unreadable
      ? `The rules of ${named(reference)} could not be read`
      : undefined;
  }
  const reason =
    reference.kind === 'ClusterRole' ? incomplete.ClusterRole : incomplete.Role;
  return reason && `The rules of ${named(reference)} are not known: ${reason}`;
}

function wrongsOfBinding(
  binding: RbacBinding,
  granted: GrantedPower[],
  where: string,
): Wrong[] {
  const people = binding.subjects.map(subject => named(subject)).join(', ');
  const powers = [...new Set(granted.map(inWords))].join(', ');
  return [
    {
      message: `${named(
        binding,
      )} lets ${people} in ${where} ${powers}, by ${named(binding.role)}`,
      field: ['roleRef', 'name'],
    },
  ];
}

function relevant(
  { powers, allowsNames }: Check,
  granted: readonly GrantedPower[],
  scope: 'namespace' | 'cluster',
): GrantedPower[] {
  return granted.filter(
    ({ power, names, clusterOnly }) =>
      powers.has(power) &&
      !(allowsNames && names.length > 0) &&
      !(clusterOnly && scope === 'namespace'),
  );
}

function inWords({ power }: GrantedPower): string {
  return POWERS_IN_WORDS[power];
}

const BY_VERB: ReadonlySet<DangerousPower> = new Set<DangerousPower>([
  'escalate',
  'bind',
  'impersonate',
]);

/** What would have to change in the rule. */
function fieldOf({ power, rule }: GrantedPower, { rules }: RbacRole) {
  return ['rules', rule, listOf(power, rules[rule])];
}

function listOf(power: DangerousPower, rule: RbacRule | undefined) {
  if (power === 'use-wildcards') {
    const lists = ['resources', 'verbs', 'apiGroups'] as const;
    return (
      lists.find(it => rule?.[it].some(word => word.startsWith('*'))) ??
      'resources'
    );
  }
  return BY_VERB.has(power) ? 'verbs' : 'resources';
}
