/** Reads the worked examples of `docs/scoring.md` and runs them from reports to posture. */
import {
  CONTROL_CATALOGUE,
  SOURCE_KINDS,
  type CollectedObject,
  type Engine,
  type Evidence,
  type ObjectReference,
  type PolicyResultEvidence,
  type Severity,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import { parse } from 'yaml';
import {
  assess,
  createControlIndex,
  judgeObject,
  subjectId,
  type AssessedSubject,
  type Assessment,
  type EntityEvidence,
  type FindingDescription,
  type SourceState,
  type UnverifiedReports,
  vanishedInWords,
} from '../index';

const CLUSTER = '5c6e5e4e-6f0d-4c4f-9a58-0f1c3b1f6a01';
const NOW = new Date('2026-06-01T12:00:00.000Z');
const OBSERVED_AT = '2026-06-01T11:00:00.000Z';

const CONTROLS = CONTROL_CATALOGUE.filter(({ id }) =>
  [
    'privileged-containers',
    'run-as-non-root',
    'resource-limits',
    'critical-vulnerabilities',
    'high-vulnerabilities',
    'network-policy',
    'other-policies',
  ].includes(id),
);
/** Judged with the whole catalogue, as in the portal, and assessed by these. */
const INDEX = createControlIndex(CONTROL_CATALOGUE);
const NOT_INSTALLED: SourceKind[] = [
  'Report',
  'ClusterReport',
  'GatekeeperConstraint',
];

export interface WorkedExample {
  example: number;
  claim?: EntityEvidence['claim'];
  /** Why nobody believes a pass in reports of these kinds. */
  unverified?: Partial<Record<SourceKind, UnverifiedReports['cause']>>;
  sources?: Partial<Record<SourceKind, Pick<SourceState, 'state' | 'since'>>>;
  /** Images by container by `Kind/name`. */
  workloads: Record<string, Record<string, string>>;
  /** `Kind/name` of the workloads of each entity; one has them all if not given. */
  entities?: Record<string, string[]>;
  objects: {
    kind: SourceKind;
    about: string | string[];
    observedAt?: string;
    /** It was there, and is not any more. */
    vanished?: true;
    results?: Record<string, string>;
    container?: string;
    vulnerabilities?: string[];
  }[];
  expect: Record<string, Expectation>;
}

export interface Expectation {
  score?: number;
  grade: string;
  coverage: number;
  controls: {
    passing: number;
    failing: number;
    unknown: number;
    notApplicable: number;
  };
  findings: { failing: number; unknown: number; occurrences?: number };
  reasons?: Record<string, string>;
  /** Controls that are. */
  unverified?: string[];
  severities?: Record<string, Severity>;
  validUntil?: string;
}

export function readWorkedExamples(markdown: string): WorkedExample[] {
  return [...markdown.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map(([, block]) => parse(block) as Partial<WorkedExample>)
    .filter((block): block is WorkedExample => block.example !== undefined);
}

function referenceOf(about: string): ObjectReference {
  const [kind, name] = about.split('/');
  return { namespace: 'shop', kind, name };
}

function policyResult(
  about: string,
  policy: string,
  said: string,
  observedAt: string,
): PolicyResultEvidence {
  const [engine, name] = policy.split(' ');
  const [outcome, , exception] = said.split(' ');
  return {
    type: 'policy-result',
    engine: engine as Engine,
    reportedBy: engine,
    policy: name,
    rule: '',
    subject: referenceOf(about),
    component: '',
    outcome: outcome as PolicyResultEvidence['outcome'],
    severity: 'medium',
    category: '',
    message: '',
    remediation: '',
    exceptions: exception ? [exception] : [],
    observedAt,
  };
}

const VULNERABILITY =
  /^(?<advisory>\S+) (?<packageUrl>\S+) (?<severity>\w+)(?:, fixed in (?<fixedVersion>\S+))?$/;

function vulnerability(text: string) {
  const parts = VULNERABILITY.exec(text)?.groups;
  if (!parts) {
    throw new Error(`Can't read the vulnerability '${text}'`);
  }
  return {
    type: 'vulnerability' as const,
    advisory: parts.advisory,
    packageUrl: parts.packageUrl,
    packageName: parts.packageUrl,
    installedVersion: '',
    fixedVersion: parts.fixedVersion ?? '',
    severity: parts.severity as Severity,
    title: '',
    url: '',
  };
}

function collect(
  { workloads }: WorkedExample,
  object: WorkedExample['objects'][number],
): CollectedObject {
  const observedAt = object.observedAt ?? OBSERVED_AT;
  const evidence = [object.about].flat().flatMap((about): Evidence[] => {
    if (object.container) {
      return [
        {
          type: 'image-scan',
          subject: referenceOf(about),
          container: object.container,
          repository: workloads[about][object.container],
          os: 'debian 12',
          osEndOfLife: false,
          scanner: 'Trivy',
          vulnerabilities: (object.vulnerabilities ?? []).map(vulnerability),
          observedAt,
        },
      ];
    }
    return Object.entries(object.results ?? {}).map(([policy, said]) =>
      policyResult(about, policy, said, observedAt),
    );
  });
  return {
    key: { apiVersion: 'v1', kind: object.kind, namespace: 'shop', name: '' },
    uid: '',
    observedAt,
    evidence,
    subjects: [],
  };
}

export interface WorkedResult {
  assessments: Record<string, Assessment>;
  descriptions: Map<string, FindingDescription>;
}

export function runWorkedExample(example: WorkedExample): WorkedResult {
  const descriptions = new Map<string, FindingDescription>();
  const observations: EntityEvidence['observations'] = [];
  const passes: EntityEvidence['passes'] = [];
  for (const object of example.objects) {
    const collected = collect(example, object);
    const common = { clusterUid: CLUSTER, sourceKind: object.kind };
    const judgement = judgeObject({
      cluster: CLUSTER,
      sourceKind: object.kind,
      object: collected,
      index: INDEX,
    });
    for (const { finding, subject, ...observation } of judgement.observations) {
      descriptions.set(finding.id, finding);
      observations.push({
        ...common,
        findingId: finding.id,
        controlId: finding.controlId,
        severity: finding.severity,
        subjectId: subjectId(CLUSTER, subject),
        component: observation.component,
        result: observation.result,
        reason: observation.reason,
        observedAt: observation.observedAt ?? collected.observedAt,
        ...(object.vanished && {
          vanished: true,
          result: 'unknown',
          reason: vanishedInWords(object.kind, 'demo', collected.observedAt),
        }),
      });
    }
    for (const { subject, counts, observedAt } of judgement.passes) {
      passes.push({
        ...common,
        subjectId: subjectId(CLUSTER, subject),
        counts,
        observedAt: observedAt ?? collected.observedAt,
        reportNamespace: collected.key.namespace,
      });
    }
  }

  const assessments = Object.fromEntries(
    Object.entries(
      example.entities ?? { web: Object.keys(example.workloads) },
    ).map(([name, workloads]) => {
      const subjects = workloads.map(workload => subjectOf(example, workload));
      const ids = new Set(subjects.map(({ id }) => id));
      const evidence: EntityEvidence = {
        entityRef: `component:default/${name}`,
        claim: subjects.length ? example.claim ?? 'confirmed' : 'none',
        clusters: [{ uid: CLUSTER, name: 'demo', sources: sourcesOf(example) }],
        subjects,
        observations: observations.filter(it => ids.has(it.subjectId)),
        passes: passes.filter(it => ids.has(it.subjectId)),
        unreadable: [],
        unverified: unverifiedReports(example),
      };
      return [name, assess(evidence, CONTROLS, {}, NOW)];
    }),
  );
  return { assessments, descriptions };
}

function subjectOf(example: WorkedExample, about: string): AssessedSubject {
  const reference = referenceOf(about);
  return {
    id: subjectId(CLUSTER, reference),
    clusterUid: CLUSTER,
    reference,
    kind: 'workload',
    containers: Object.entries(example.workloads[about]).map(
      ([name, repository]) => ({
        name,
        type: 'main',
        image: repository,
        repository,
      }),
    ),
  };
}

function sourcesOf({ sources = {} }: WorkedExample): SourceState[] {
  return SOURCE_KINDS.map(kind => ({
    kind,
    state: NOT_INSTALLED.includes(kind) ? 'not-installed' : 'fresh',
    since: '2026-05-01T00:00:00.000Z',
    ...sources[kind],
  }));
}

function unverifiedReports({
  unverified = {},
}: WorkedExample): UnverifiedReports[] {
  return SOURCE_KINDS.flatMap(sourceKind => {
    const cause = unverified[sourceKind];
    return cause
      ? [{ clusterUid: CLUSTER, sourceKind, namespace: 'shop', cause }]
      : [];
  });
}

export { CONTROLS as WORKED_EXAMPLE_CONTROLS };
