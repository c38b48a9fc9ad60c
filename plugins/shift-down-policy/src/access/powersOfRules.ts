/** Which dangerous things the rules of a role allow. */
import { RUNS } from '../trust/powers';
import { REPORT_RESOURCES } from '../trust/reportResources';
import { allows, allowsToWrite, type RbacTarget } from '../trust/rules';
import type { RbacRule } from '../trust/types';
import type { DangerousPower } from './types';

/** One dangerous thing that one rule allows. @internal */
export interface GrantedPower {
  power: DangerousPower;
  /** Names that it is limited to; none for all. */
  names: string[];
  /** It comes to nothing where the role is bound in one namespace. */
  clusterOnly: boolean;
  /** Position of the rule. */
  rule: number;
}

interface Danger {
  power: DangerousPower;
  targets: readonly RbacTarget[];
  verbs: readonly string[];
  clusterOnly?: true;
}

const READ = ['get', 'list', 'watch'];
const CHANGE = ['create', 'update', 'patch'];
const WRITE = [...CHANGE, 'delete', 'deletecollection'];
const RBAC = 'rbac.authorization.k8s.io';
const KYVERNO = ['kyverno.io', 'policies.kyverno.io'];

const DANGERS: readonly Danger[] = [
  { power: 'escalate', targets: on(RBAC, 'roles'), verbs: ['escalate'] },
  {
    power: 'escalate',
    targets: on(RBAC, 'clusterroles'),
    verbs: ['escalate'],
    clusterOnly: true,
  },
  // Whoever binds a ClusterRole in a namespace is asked for it there.
  { power: 'bind', targets: on(RBAC, 'roles clusterroles'), verbs: ['bind'] },
  {
    power: 'impersonate',
    targets: on('', 'serviceaccounts'),
    verbs: ['impersonate'],
  },
  {
    power: 'impersonate',
    targets: [
      ...on('', 'users groups'),
      ...on('authentication.k8s.io', 'uids'),
    ],
    verbs: ['impersonate'],
    clusterOnly: true,
  },
  {
    power: 'issue-tokens',
    targets: on('', 'serviceaccounts/token'),
    verbs: ['create'],
  },
  {
    power: 'reach-nodes',
    targets: on('', 'nodes/proxy'),
    verbs: ['get', ...CHANGE],
    clusterOnly: true,
  },
  {
    power: 'change-admission',
    targets: [
      ...on(
        'admissionregistration.k8s.io',
        'validatingwebhookconfigurations mutatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings mutatingadmissionpolicies mutatingadmissionpolicybindings',
      ),
      ...on('kyverno.io', 'clusterpolicies'),
      ...on('policies.kyverno.io', 'validatingpolicies mutatingpolicies'),
      ...on('templates.gatekeeper.sh', 'constrainttemplates'),
    ],
    verbs: WRITE,
    clusterOnly: true,
  },
  {
    power: 'approve-certificates',
    targets: on('certificates.k8s.io', 'certificatesigningrequests/approval'),
    verbs: ['update', 'patch'],
    clusterOnly: true,
  },
  {
    power: 'create-volumes',
    targets: on('', 'persistentvolumes'),
    verbs: CHANGE,
    clusterOnly: true,
  },
  { power: 'read-secrets', targets: on('', 'secrets'), verbs: READ },
  ...RUNS.filter(({ target }) => !isInsidePods(target)).map(
    ({ target, verbs }) => ({
      power: 'run-pods' as const,
      targets: [target],
      verbs,
    }),
  ),
  ...RUNS.filter(({ target }) => isInsidePods(target)).map(
    ({ target, verbs }) => ({
      power: 'enter-pods' as const,
      targets: [target],
      verbs,
    }),
  ),
  {
    power: 'enter-pods',
    targets: on('', 'pods/portforward'),
    verbs: ['create', 'get'],
  },
  {
    power: 'write-rbac',
    targets: on(RBAC, 'roles rolebindings'),
    verbs: WRITE,
  },
  {
    power: 'write-rbac',
    targets: on(RBAC, 'clusterroles clusterrolebindings'),
    verbs: WRITE,
    clusterOnly: true,
  },
  // The request for a Namespace counts as made in it.
  {
    power: 'change-namespace',
    targets: on('', 'namespaces'),
    verbs: ['update', 'patch'],
  },
  {
    power: 'write-network-policies',
    targets: on('networking.k8s.io', 'networkpolicies'),
    verbs: WRITE,
  },
  {
    power: 'write-quotas',
    targets: on('', 'resourcequotas limitranges'),
    verbs: WRITE,
  },
  {
    power: 'write-exceptions',
    targets: KYVERNO.flatMap(group => on(group, 'policyexceptions')),
    verbs: WRITE,
  },
];

function on(group: string, resources: string): RbacTarget[] {
  return resources.split(' ').map(resource => ({ group, resource }));
}

function isInsidePods({ resource }: RbacTarget): boolean {
  return resource.startsWith('pods/');
}

/** Roles of the cluster come back with each of its namespaces. */
const known = new WeakMap<readonly RbacRule[], readonly GrantedPower[]>();

/** Every dangerous thing that some rule allows, each once a rule. @internal */
export function powersOfRules(
  rules: readonly RbacRule[],
): readonly GrantedPower[] {
  let powers = known.get(rules);
  if (!powers) {
    powers = readPowers(rules);
    known.set(rules, powers);
  }
  return powers;
}

function readPowers(rules: readonly RbacRule[]): GrantedPower[] {
  return rules.flatMap((rule, position) => {
    const names = rule.resourceNames;
    const found = new Map<string, GrantedPower>();
    const add = (power: DangerousPower, clusterOnly: boolean) => {
      const before = found.get(power);
      if (!before || (before.clusterOnly && !clusterOnly)) {
        found.set(power, { power, names, clusterOnly, rule: position });
      }
    };
    if (grantsEverything(rule)) {
      add('everything', false);
    }
    if (hasWildcard(rule)) {
      add('use-wildcards', false);
    }
    for (const { power, targets, verbs, clusterOnly } of DANGERS) {
      if (targets.some(target => allows(rule, target, verbs))) {
        add(power, clusterOnly ?? false);
      }
    }
    for (const resource of Object.values(REPORT_RESOURCES)) {
      if (allowsToWrite(rule, resource)) {
        add('write-reports', !resource.namespaced);
      }
    }
    return [...found.values()];
  });
}

function grantsEverything(rule: RbacRule): boolean {
  return (
    rule.resourceNames.length === 0 &&
    [rule.apiGroups, rule.resources, rule.verbs].every(it => it.includes('*'))
  );
}

function hasWildcard({ apiGroups, resources, verbs }: RbacRule): boolean {
  return (
    // A rule for URLs names no resource.
    resources.length > 0 &&
    [...apiGroups, ...resources, ...verbs].some(it => it.startsWith('*'))
  );
}
