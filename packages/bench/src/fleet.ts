/** A seeded fleet: who owns what, where it runs and what is wrong with it. */
import type { Entity } from '@backstage/catalog-model';
import type {
  CollectedObject,
  ImageScanEvidence,
  PolicyResultEvidence,
  WorkloadEvidence,
} from '@shift-down/plugin-shift-down-common';
import { createRandom, type Random } from './random';

export interface FleetSize {
  clusters: number;
  teams: number;
  entities: number;
  /** Failing policy results of each entity's workload. */
  failingPolicies: number;
  passingPolicies: number;
  /** Vulnerabilities in the image of each entity's workload. */
  vulnerabilities: number;
  /** So many entities run the same image repository. */
  entitiesPerImage: number;
}

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const OBSERVED_AT = () => new Date().toISOString();

export interface FleetMember {
  name: string;
  team: string;
  cluster: number;
  namespace: string;
  repository: string;
}

export function fleetMembers(size: FleetSize): FleetMember[] {
  return Array.from({ length: size.entities }, (_, index) => {
    const team = index % size.teams;
    return {
      name: `service-${index}`,
      team: `team-${team}`,
      cluster: team % size.clusters,
      namespace: `team-${team}`,
      repository: `registry.example/apps/image-${Math.floor(
        index / size.entitiesPerImage,
      )}`,
    };
  });
}

export function fleetEntities(size: FleetSize): Entity[] {
  const groups = Array.from({ length: size.teams }, (_, team) =>
    catalogEntity('Group', `team-${team}`, {}, { type: 'team', children: [] }),
  );
  const components = fleetMembers(size).map(member =>
    catalogEntity(
      'Component',
      member.name,
      { 'backstage.io/kubernetes-id': member.name },
      {
        type: 'service',
        lifecycle: 'production',
        owner: `group:default/${member.team}`,
      },
      [{ type: 'ownedBy', targetRef: `group:default/${member.team}` }],
    ),
  );
  return [...groups, ...components];
}

function catalogEntity(
  kind: string,
  name: string,
  annotations: Record<string, string>,
  spec: NonNullable<Entity['spec']>,
  relations: Entity['relations'] = [],
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace: 'default',
      uid: `${kind}-${name}`,
      etag: `${kind}-${name}`,
      annotations,
    },
    spec,
    relations,
  };
}

/** Objects of one cluster, by the kind of source they come from. */
export interface ClusterObjects {
  Namespace: CollectedObject[];
  Workload: CollectedObject[];
  PolicyReport: CollectedObject[];
  VulnerabilityReport: CollectedObject[];
}

export function clusterObjects(
  size: FleetSize,
  cluster: number,
  seed: number,
): ClusterObjects {
  const random = createRandom(seed + cluster);
  const members = fleetMembers(size).filter(m => m.cluster === cluster);
  const teams = new Set(members.map(member => member.team));
  return {
    Namespace: [...teams].map(team => namespaceObject(team)),
    Workload: members.map(workloadObject),
    PolicyReport: members.map(member => policyReport(member, size, random)),
    VulnerabilityReport: members.map(member =>
      vulnerabilityReport(member, size, random),
    ),
  };
}

function collected(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  evidence: CollectedObject['evidence'],
): CollectedObject {
  return {
    key: { apiVersion, kind, namespace, name },
    uid: `${kind}-${namespace}-${name}`,
    observedAt: OBSERVED_AT(),
    evidence,
    subjects: [],
  };
}

function namespaceObject(team: string): CollectedObject {
  return collected('v1', 'Namespace', '', team, [
    {
      type: 'namespace',
      name: team,
      uid: `namespace-${team}`,
      labels: { 'shift-down.io/owner': team },
      fields: {},
    },
  ]);
}

function workloadObject(member: FleetMember): CollectedObject {
  const evidence: WorkloadEvidence = {
    type: 'workload',
    object: {
      namespace: member.namespace,
      kind: 'Deployment',
      name: member.name,
    },
    apiVersion: 'apps/v1',
    uid: `deployment-${member.name}`,
    labels: { 'backstage.io/kubernetes-id': member.name },
    containers: [
      {
        name: 'main',
        type: 'main',
        image: `${member.repository}:1.0.0`,
        repository: member.repository,
        tag: '1.0.0',
      },
    ],
    pods: { total: 2, ready: 2 },
    fields: { replicas: 2 },
  };
  return collected('apps/v1', 'Deployment', member.namespace, member.name, [
    evidence,
  ]);
}

function policyReport(
  member: FleetMember,
  size: FleetSize,
  random: Random,
): CollectedObject {
  const total = size.failingPolicies + size.passingPolicies;
  const results = Array.from(
    { length: total },
    (_, index): PolicyResultEvidence => ({
      type: 'policy-result',
      engine: 'kyverno',
      reportedBy: 'kyverno',
      policy: `bench-policy-${index}`,
      rule: 'check',
      subject: {
        namespace: member.namespace,
        kind: 'Deployment',
        name: member.name,
      },
      component: '',
      outcome: index < size.failingPolicies ? 'fail' : 'pass',
      severity: random.pick(SEVERITIES),
      category: 'Benchmark',
      message: `The field spec.template.spec.benchmark${index} of ${member.name} is not what the policy asks for.`,
      remediation: '',
      exceptions: [],
      observedAt: OBSERVED_AT(),
    }),
  );
  return collected(
    'wgpolicyk8s.io/v1alpha2',
    'PolicyReport',
    member.namespace,
    `report-${member.name}`,
    results,
  );
}

function vulnerabilityReport(
  member: FleetMember,
  size: FleetSize,
  random: Random,
): CollectedObject {
  const scan: ImageScanEvidence = {
    type: 'image-scan',
    subject: {
      namespace: member.namespace,
      kind: 'Deployment',
      name: member.name,
    },
    container: 'main',
    repository: member.repository,
    tag: '1.0.0',
    os: 'debian 12',
    osEndOfLife: false,
    scanner: 'Trivy',
    vulnerabilities: Array.from(
      { length: size.vulnerabilities },
      (_, index) => ({
        type: 'vulnerability' as const,
        advisory: `CVE-2026-${10000 + index}`,
        packageUrl: `pkg:deb/debian/package-${index % 40}@1.${index}`,
        packageName: `package-${index % 40}`,
        installedVersion: `1.${index}`,
        fixedVersion: random.below(3) ? `1.${index + 1}` : '',
        severity: random.pick(SEVERITIES),
        title: `A flaw in package-${index % 40}`,
        url: '',
      }),
    ),
    observedAt: OBSERVED_AT(),
  };
  return collected(
    'aquasecurity.github.io/v1alpha1',
    'VulnerabilityReport',
    member.namespace,
    `replicaset-${member.name}-main`,
    [scan],
  );
}
