/** Evidence of every sort, at random, and what must hold between two judgements of it. */
import {
  GRADES,
  type Control,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import fc from 'fast-check';
import { assess } from '../assess/assess';
import { DEFAULT_MAX_AGES } from '../freshness';
import { passKey } from '../passes';
import type {
  Assessment,
  EntityEvidence,
  StoredObservation,
  StoredPass,
} from '../types';
import { cluster, namespace, subject } from './entityEvidence';
import { control, CLUSTER } from './evidence';

export const NOW = new Date('2026-06-01T12:00:00.000Z');
export const HOUR = 60 * 60 * 1000;
export const SECOND = 'another-cluster';

export const KINDS: SourceKind[] = [
  'PolicyReport',
  'ConfigAuditReport',
  'VulnerabilityReport',
  'Workload',
];

export const CONTROLS: Control[] = [
  control({
    id: 'on-workloads',
    severity: 'critical',
    witnesses: ['PolicyReport', 'ConfigAuditReport'],
  }),
  control({ id: 'on-pods', severity: 'medium', witnesses: ['PolicyReport'] }),
  control({
    id: 'on-images',
    appliesTo: 'image',
    witnesses: ['VulnerabilityReport'],
  }),
  control({
    id: 'on-references',
    severity: 'low',
    appliesTo: 'image',
    witnesses: ['Workload', 'PolicyReport'],
  }),
  control({
    id: 'on-namespaces',
    appliesTo: 'namespace',
    witnesses: ['PolicyReport'],
  }),
  control({ id: 'other-policies', severity: 'medium' }),
];

export const SUBJECTS = [
  subject('web', ['app', 'sidecar']),
  subject('worker', ['app'], { clusterUid: SECOND }),
  namespace('shop'),
];

export const controlId = fc.constantFrom(...CONTROLS.map(({ id }) => id));
export const place = fc.constantFrom(...SUBJECTS).chain(({ id, clusterUid }) =>
  fc.record({
    subjectId: fc.constant(id),
    clusterUid: fc.constant(clusterUid),
    sourceKind: fc.constantFrom(...KINDS),
    // Up to three days old, so that some is past its age
    observedAt: fc
      .integer({ min: 0, max: 72 })
      .map(hours => new Date(NOW.getTime() - hours * HOUR).toISOString()),
  }),
);
export const component = fc.constantFrom('', 'app', 'sidecar');

export const observation: fc.Arbitrary<StoredObservation> = fc
  .tuple(
    place,
    controlId,
    component,
    fc.constantFrom('fail' as const, 'unknown' as const),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([where, id, part, result, finding]) => ({
    ...where,
    findingId: `${id} ${finding}`,
    controlId: id,
    severity: 'high',
    component: part,
    result,
    reason: result === 'unknown' ? 'Skipped' : '',
  }));

export const pass = fc
  .tuple(
    place,
    fc.dictionary(
      fc.tuple(controlId, component).map(([id, part]) => passKey(id, part)),
      fc.integer({ min: 1, max: 3 }),
      { minKeys: 1, maxKeys: 12 },
    ),
  )
  .map(
    ([where, counts]): StoredPass => ({
      ...where,
      counts,
      reportNamespace: 'shop',
    }),
  );

export const state = fc.oneof(
  { arbitrary: fc.constant('fresh' as const), weight: 12 },
  {
    arbitrary: fc.constantFrom('stale' as const, 'not-installed' as const),
    weight: 1,
  },
);
export const clusterState = (uid: string) =>
  fc
    .tuple(fc.tuple(...KINDS.map(() => state)), fc.boolean())
    .map(([states, isRecorded]) => ({
      ...cluster(
        Object.fromEntries(
          KINDS.map((kind, i) => [kind, { state: states[i] }]),
        ),
      ),
      uid,
      ...(isRecorded && { recordedAt: NOW.toISOString() }),
    }));

/** Passes in plenty, or else nothing would ever pass and every test hold. */
export const evidence: fc.Arbitrary<EntityEvidence> = fc.record({
  entityRef: fc.constant('component:default/web'),
  claim: fc.constant('confirmed' as const),
  clusters: fc.tuple(clusterState(CLUSTER), clusterState(SECOND)),
  subjects: fc.subarray(SUBJECTS, { minLength: 1 }),
  observations: fc.array(observation, { maxLength: 5 }),
  passes: fc.array(pass, { minLength: 4, maxLength: 25 }),
  unreadable: fc.constant([]),
});

export function judge(given: EntityEvidence, now = NOW) {
  // As correlation does: an entity has evidence on its own subjects only.
  const ids = new Set(given.subjects.map(({ id }) => id));
  return assess(
    {
      ...given,
      observations: given.observations.filter(it => ids.has(it.subjectId)),
      passes: given.passes.filter(it => ids.has(it.subjectId)),
    },
    CONTROLS,
    {},
    now,
  );
}

export const rank = ({ summary }: Assessment) => GRADES.indexOf(summary.grade);
export const score = ({ summary }: Assessment) => summary.score ?? -1;

export function expectNoBetter(before: Assessment, after: Assessment) {
  expect(score(after)).toBeLessThanOrEqual(score(before));
  expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
  expectNoNewPass(before, after);
}

export function expectNoNewPass(before: Assessment, after: Assessment) {
  const passed = new Set(
    before.controls.filter(it => it.result === 'pass').map(it => it.controlId),
  );
  expect(
    after.controls
      .filter(it => it.result === 'pass' && !passed.has(it.controlId))
      .map(it => it.controlId),
  ).toEqual([]);
}

/**
 * Whether a pass counts at all. One that does not is lost already: all that it leaves
 * is the knowledge that somebody once spoke, which is a reason to be unknown.
 */
export function isHeard({ clusters }: EntityEvidence, it: StoredPass): boolean {
  const { recordedAt, sources } = clusters.find(
    ({ uid }) => uid === it.clusterUid,
  )!;
  const until = recordedAt ? Date.parse(recordedAt) : NOW.getTime();
  return (
    sources.find(({ kind }) => kind === it.sourceKind)!.state === 'fresh' &&
    until - Date.parse(it.observedAt) <
      (DEFAULT_MAX_AGES[it.sourceKind] ?? Infinity)
  );
}
