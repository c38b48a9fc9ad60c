/** What the rules of a role come to: which reports whoever has it may write. */
import {
  REPORT_KINDS,
  type ReportKind,
} from '@shift-down/plugin-shift-down-common';
import { NAMESPACED_REPORTS, REPORT_RESOURCES } from './reportResources';
import { allows, allowsToWrite, type RbacTarget } from './rules';
import type { RbacRule } from './types';

/** Whether a role is bound in one namespace or in all of the cluster. @internal */
export type Scope = 'namespace' | 'cluster';

/** @internal */
export interface Powers {
  /** How it may write the reports of a kind; empty where the rules just say so. */
  writes: Map<ReportKind, string>;
  /**
   * How it may act as a ServiceAccount of the namespace that it is bound in, and as
   * which: no names for every one of them.
   */
  actsAs: { how: string; names: string[] }[];
}

const RBAC = 'rbac.authorization.k8s.io';
const CHANGES = ['create', 'update', 'patch'];

/** Ways to run code in a namespace as a ServiceAccount of it. @internal */
export const RUNS: { target: RbacTarget; verbs: string[] }[] = [
  { target: { group: '', resource: 'pods' }, verbs: CHANGES },
  ...['pods/exec', 'pods/attach'].map(resource => ({
    target: { group: '', resource },
    verbs: ['create', 'get'],
  })),
  {
    target: { group: '', resource: 'pods/ephemeralcontainers' },
    verbs: CHANGES,
  },
  {
    target: { group: '', resource: 'replicationcontrollers' },
    verbs: CHANGES,
  },
  ...['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map(
    resource => ({ target: { group: 'apps', resource }, verbs: CHANGES }),
  ),
  ...['jobs', 'cronjobs'].map(resource => ({
    target: { group: 'batch', resource },
    verbs: CHANGES,
  })),
];

/** Everything, for a role whose rules nobody knows. @internal */
export function unknownPowers(scope: Scope): Powers {
  const how = 'its rules could not be read';
  return {
    writes: new Map(reportsIn(scope).map(kind => [kind, how])),
    actsAs: [{ how, names: [] }],
  };
}

/**
 * @param rulesOf - Rules of a role by name, for who may bind only that one;
 *   `undefined` if it can't be known. A missing role has none.
 * @internal
 */
export function powersOf(
  rules: readonly RbacRule[],
  scope: Scope,
  rulesOf: (
    kind: 'Role' | 'ClusterRole',
    name: string,
  ) => RbacRule[] | undefined,
): Powers {
  const powers: Powers = { writes: new Map(), actsAs: [] };
  const add = (kinds: Iterable<ReportKind>, how: string) => {
    for (const kind of kinds) {
      if (!powers.writes.has(kind)) {
        powers.writes.set(kind, how);
      }
    }
  };
  add(directly(rules, scope), '');
  for (const rule of rules) {
    addEscalation(rule, scope, add);
    addBinding(rule, scope, rulesOf, add);
    addImpersonation(rule, scope, add, powers);
    const runs = RUNS.find(it => allows(rule, it.target, it.verbs));
    if (runs) {
      const how = `may change ${runs.target.resource}, and so run as a ServiceAccount`;
      if (scope === 'cluster') {
        add(REPORT_KINDS, `${how} of any namespace`);
      } else {
        powers.actsAs.push({ how, names: [] });
      }
    }
  }
  return powers;
}

function directly(rules: readonly RbacRule[], scope: Scope): ReportKind[] {
  return reportsIn(scope).filter(kind =>
    rules.some(rule => allowsToWrite(rule, REPORT_RESOURCES[kind])),
  );
}

/** A role bound in a namespace reaches nothing that is in none. */
function reportsIn(scope: Scope): readonly ReportKind[] {
  return scope === 'cluster' ? REPORT_KINDS : NAMESPACED_REPORTS;
}

type Add = (kinds: Iterable<ReportKind>, how: string) => void;

/** May put into a role what its author does not have. */
function addEscalation(rule: RbacRule, scope: Scope, add: Add) {
  if (allows(rule, { group: RBAC, resource: 'roles' }, ['escalate'])) {
    add(NAMESPACED_REPORTS, 'may escalate roles');
  }
  if (
    scope === 'cluster' &&
    allows(rule, { group: RBAC, resource: 'clusterroles' }, ['escalate'])
  ) {
    add(REPORT_KINDS, 'may escalate clusterroles');
  }
}

/** May bind roles that it does not have, and so have them. */
function addBinding(
  rule: RbacRule,
  scope: Scope,
  rulesOf: Parameters<typeof powersOf>[2],
  add: Add,
) {
  for (const kind of ['Role', 'ClusterRole'] as const) {
    const resource = kind === 'Role' ? 'roles' : 'clusterroles';
    if (!allows(rule, { group: RBAC, resource }, ['bind'])) {
      continue;
    }
    const reach = kind === 'Role' ? 'namespace' : scope;
    if (rule.resourceNames.length === 0) {
      add(reportsIn(reach), `may bind any ${kind}`);
    }
    for (const name of rule.resourceNames) {
      const bindable = rulesOf(kind, name);
      add(
        // What a role that can be bound lets bind in its turn is not looked into:
        // whoever may bind something unknown counts as able to write.
        bindable === undefined || bindable.some(isEscalating)
          ? reportsIn(reach)
          : directly(bindable, reach),
        `may bind ${kind} ${name}`,
      );
    }
  }
}

function isEscalating(rule: RbacRule): boolean {
  return ['roles', 'clusterroles'].some(resource =>
    allows(rule, { group: RBAC, resource }, ['bind', 'escalate']),
  );
}

function addImpersonation(
  rule: RbacRule,
  scope: Scope,
  add: Add,
  { actsAs }: Powers,
) {
  const may = (resource: string, verb: string) =>
    allows(rule, { group: '', resource }, [verb]);
  const impersonates = may('serviceaccounts', 'impersonate');
  const issuesTokens = may('serviceaccounts/token', 'create');
  if (scope === 'cluster') {
    if (may('users', 'impersonate') || may('groups', 'impersonate')) {
      add(REPORT_KINDS, 'may impersonate users or groups');
    }
    if (impersonates) {
      add(REPORT_KINDS, 'may impersonate any ServiceAccount');
    }
    if (issuesTokens) {
      add(REPORT_KINDS, 'may issue tokens of any ServiceAccount');
    }
    return;
  }
  if (impersonates) {
    actsAs.push({ how: 'may impersonate it', names: rule.resourceNames });
  }
  if (issuesTokens) {
    actsAs.push({ how: 'may issue its tokens', names: rule.resourceNames });
  }
}
