/**
 * What the database should hold, worked out from the raw objects by the words of the
 * documentation and with none of the code that is tested.
 */
import { CONTROL_OF_POLICY, OTHER_POLICIES } from '../cluster/objects';
import { Owners, subjectOf, type Group, type Subject } from './Owners';
import type { RawCluster, RawObject } from './readCluster';

export interface ExpectedWorkload {
  uid: string;
  labels: Record<string, string>;
  /** `type/name=image` */
  containers: string[];
  pods: number;
  ready: number;
}

/** What a report says of one subject. */
export interface ExpectedStatement {
  /** `policy/rule` of each result that is no pass, with how it counts. */
  observed: Map<string, 'fail' | 'unknown'>;
  /** How many distinct policies and rules pass, by control. */
  passes: Map<string, number>;
}

export interface ExpectedCluster {
  uid: string;
  /** Kinds that the cluster serves. */
  kinds: Set<string>;
  /** Kind of source → `kind namespace/name` → UID. */
  objects: Map<string, Map<string, string>>;
  workloads: Map<Subject, ExpectedWorkload>;
  namespaces: Map<string, Record<string, string>>;
  /** UID of the report → subject → what it says. */
  statements: Map<string, Map<Subject, ExpectedStatement>>;
  /** UID of the report → advisories in it. */
  advisories: Map<string, Set<string>>;
  /** Results about other namespaces, by kind of source. */
  dropped: Map<string, number>;
}

const POLICY_REPORTS = [
  'PolicyReport',
  'ClusterPolicyReport',
  'Report',
  'ClusterReport',
];

const WITHOUT_NAMESPACE = [
  'Namespace',
  'Node',
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
];

/** Labels by which controllers tell revisions apart. */
const REVISION_LABELS = [
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
];

const BY_BADNESS = ['pass', 'skip', 'error', 'warn', 'fail'];

export function expectedOf(raw: RawCluster, uid: string): ExpectedCluster {
  const owners = new Owners(raw.get('Workload') ?? []);
  const objects: ExpectedCluster['objects'] = new Map();
  for (const [sourceKind, list] of raw) {
    if (sourceKind !== 'Workload') {
      objects.set(
        sourceKind,
        new Map(list.map(object => [keyOf(object), object.metadata.uid])),
      );
    }
  }
  const groups = owners.groups();
  objects.set(
    'Workload',
    new Map([...groups.values()].map(({ key, root }) => [key, root.uid])),
  );
  const statements: ExpectedCluster['statements'] = new Map();
  const dropped: ExpectedCluster['dropped'] = new Map();
  for (const sourceKind of POLICY_REPORTS) {
    let outside = 0;
    for (const report of raw.get(sourceKind) ?? []) {
      const said = readReport(report, owners);
      statements.set(report.metadata.uid, said.bySubject);
      outside += said.outside;
    }
    dropped.set(sourceKind, outside);
  }
  return {
    uid,
    kinds: new Set(raw.keys()),
    objects,
    workloads: new Map(
      [...groups].map(([subject, group]) => [subject, workloadOf(group)]),
    ),
    namespaces: new Map(
      (raw.get('Namespace') ?? []).map(({ metadata }) => [
        metadata.name,
        metadata.labels ?? {},
      ]),
    ),
    statements,
    advisories: new Map(
      (raw.get('VulnerabilityReport') ?? []).map(({ metadata, report }) => [
        metadata.uid,
        new Set<string>(
          (report?.vulnerabilities ?? []).map(
            ({ vulnerabilityID }: { vulnerabilityID: string }) =>
              vulnerabilityID,
          ),
        ),
      ]),
    ),
    dropped,
  };
}

function keyOf({ kind, metadata }: RawObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

function workloadOf({ root, members }: Group): ExpectedWorkload {
  const top =
    members.find(
      ({ kind, metadata }) => kind === root.kind && metadata.name === root.name,
    ) ?? members[0];
  const pods = members.filter(
    ({ kind, status }) =>
      kind === 'Pod' && !['Succeeded', 'Failed'].includes(status?.phase),
  );
  const template =
    top.kind === 'CronJob'
      ? top.spec.jobTemplate.spec.template
      : top.spec.template;
  const labels = { ...template?.metadata?.labels, ...top.metadata.labels };
  REVISION_LABELS.forEach(label => delete labels[label]);
  const containers = new Map<string, string>();
  for (const spec of [template?.spec ?? top.spec, ...pods.map(it => it.spec)]) {
    for (const [type, list] of Object.entries({
      init: spec.initContainers,
      main: spec.containers,
      ephemeral: spec.ephemeralContainers,
    })) {
      for (const { name, image } of (list ?? []) as Record<string, string>[]) {
        const key = `${type}/${name}`;
        containers.set(key, containers.get(key) ?? image);
      }
    }
  }
  return {
    uid: root.uid,
    labels,
    containers: [...containers].map(([key, image]) => `${key}=${image}`).sort(),
    pods: pods.length,
    ready: pods.filter(({ status }) =>
      status?.conditions?.some(
        (condition: { type: string; status: string }) =>
          condition.type === 'Ready' && condition.status === 'True',
      ),
    ).length,
  };
}

function readReport(report: RawObject, owners: Owners) {
  const namespace = report.metadata.namespace ?? '';
  /** Subject → policy and rule → the worst that is said. */
  const worst = new Map<Subject, Map<string, string>>();
  let outside = 0;
  const results = Array.isArray(report.results) ? report.results : [];
  for (const result of results) {
    const references = result.resources?.length
      ? result.resources
      : [report.scope].filter(Boolean);
    for (const about of references) {
      const clusterScoped = WITHOUT_NAMESPACE.includes(about.kind);
      const place = clusterScoped ? '' : about.namespace || namespace;
      if (namespace && place !== namespace) {
        outside += 1;
        continue;
      }
      const reference = { uid: '', ...about, namespace: place };
      if (!about.kind || !about.name || owners.isFormer(reference)) {
        continue;
      }
      const subject = subjectOf(owners.rootOf(reference));
      const names = worst.get(subject) ?? new Map<string, string>();
      const rule = (result.rule ?? '').replace(/^autogen-(cronjob-)?/, '');
      const name = rule ? `${result.policy}/${rule}` : String(result.policy);
      // What is none of the known words is no pass.
      const said = BY_BADNESS.includes(result.result) ? result.result : 'error';
      const before = names.get(name) ?? 'pass';
      names.set(
        name,
        BY_BADNESS.indexOf(said) > BY_BADNESS.indexOf(before) ? said : before,
      );
      worst.set(subject, names);
    }
  }
  const bySubject = new Map<Subject, ExpectedStatement>();
  for (const [subject, names] of worst) {
    bySubject.set(subject, statementOf(names));
  }
  return { bySubject, outside };
}

function statementOf(names: Map<string, string>): ExpectedStatement {
  const observed: ExpectedStatement['observed'] = new Map();
  const contradicted = new Set<string>();
  const passes: ExpectedStatement['passes'] = new Map();
  for (const [name, said] of names) {
    if (said !== 'pass') {
      observed.set(
        name,
        said === 'fail' || said === 'warn' ? 'fail' : 'unknown',
      );
      contradicted.add(controlOf(name));
    }
  }
  for (const [name, said] of names) {
    const control = controlOf(name);
    if (said === 'pass' && !contradicted.has(control)) {
      passes.set(control, (passes.get(control) ?? 0) + 1);
    }
  }
  return { observed, passes };
}

function controlOf(name: string): string {
  return CONTROL_OF_POLICY[name.split('/')[0]] ?? OTHER_POLICIES;
}
