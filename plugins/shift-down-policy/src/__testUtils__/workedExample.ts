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
  readVulnerabilityDetail,
  serviceLevelsOf,
  subjectId,
  type AssessedSubject,
  type Assessment,
  type EntityEvidence,
  type FindingDescription,
  type SourceState,
  type UnverifiedReports,
  vanishedInWords,
} from '../index';
import {
  goldenIndexOf,
  imagesOf,
  OBSERVED_AT,
  vexOf,
  vulnerability,
} from './workedVulnerabilities';

const CLUSTER = '5c6e5e4e-6f0d-4c4f-9a58-0f1c3b1f6a01';
const NOW = new Date('2026-06-01T12:00:00.000Z');

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
/** Switched on where there are golden images. */
const BASE_CONTROLS = CONTROL_CATALOGUE.filter(
  ({ needs }) => needs === 'golden-images',
).filter(({ matchers }) =>
  matchers.some(({ type }) => type === 'base-vulnerability'),
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
  /** Releases of golden images, oldest first, by name; each was scanned today. */
  golden?: Record<
    string,
    Record<string, { released: string; vulnerabilities: string[] }>
  >;
  /** Name and version of the release that an image is built on, by repository. */
  standsOn?: Record<string, string>;
  /** When vulnerabilities were first seen. */
  firstSeen?: string;
  vex?: {
    author: string;
    /** Whether an author by this name is on the list. */
    trusted: boolean;
    advisory: string;
    product: string;
    status: string;
    impact: string;
  }[];
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
  /** In words, by advisory. */
  vulnerabilities?: Record<string, string>;
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
        ...(finding.type === 'vulnerability' && {
          vulnerability: {
            advisory: finding.advisory,
            severity: finding.severity,
            packageUrl: finding.packageUrl,
            repository: finding.repository,
            firstSeen: example.firstSeen ?? collected.observedAt,
            observedAt: collected.observedAt,
            ...readVulnerabilityDetail(observation.detail),
          },
        }),
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

  const controls = example.golden ? [...CONTROLS, ...BASE_CONTROLS] : CONTROLS;
  const vulnerabilities = {
    golden: goldenIndexOf(example),
    serviceLevels: serviceLevelsOf(),
  };
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
        images: imagesOf(example, subjects),
        vex: vexOf(example),
      };
      return [name, assess(evidence, controls, { vulnerabilities }, NOW)];
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

export {
  BASE_CONTROLS as WORKED_EXAMPLE_BASE_CONTROLS,
  CONTROLS as WORKED_EXAMPLE_CONTROLS,
};
