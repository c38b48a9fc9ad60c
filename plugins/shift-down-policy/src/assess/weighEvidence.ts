/** Sorts evidence by control into what counts, what does not, and why. */
import {
  OTHER_POLICIES_CONTROL_ID,
  type Control,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { MaxAges } from '../freshness';
import { parsePassKey } from '../passes';
import type {
  AssessedSubject,
  EntityEvidence,
  StoredCutList,
  StoredObservation,
} from '../types';
import { plainerDoubt, type Doubt } from './Doubts';
import { Standing } from './Standing';
import { Verification } from './Verification';
import { within } from '../within';

/** An observation with what it counts as now. */
export interface WeighedObservation {
  observation: StoredObservation;
  result: 'fail' | 'unknown';
  reason: string;
  /** It is unknown for want of trust alone. */
  unverified: boolean;
}

/** All that is known about one control. */
export interface ControlEvidence {
  control: Control;
  observations: WeighedObservation[];
  /** Where a pass counts. */
  passed: Places<true>;
  /** Namespaces, as {@link namespaceKey}, in which a pass counts. */
  passedNamespaces: Set<string>;
  /** Where passes do not count, and why. */
  lapsed: Places<Doubt>;
  /** Passes that are heard, verified or not. */
  claims: PassClaim[];
  cutLists: StoredCutList[];
}

/** Who says that a control passes, and where. */
export interface PassClaim {
  sourceKind: SourceKind;
  subjectId: string;
  component: string;
}

/** By component (empty for whole subjects), then by subject. */
export type Places<T> = Map<string, Map<string, T>>;

export interface WeighedEvidence {
  standing: Standing;
  verification: Verification;
  subjects: AssessedSubject[];
  controls: Map<string, ControlEvidence>;
  /** Controls that have nothing to judge, and why. */
  notApplicable: Map<string, string>;
}

export function namespaceKey(subject: AssessedSubject) {
  return `${subject.clusterUid} ${namespaceOf(subject)}`;
}

export function namespaceOf({ reference, kind }: AssessedSubject) {
  return kind === 'namespace' ? reference.name : reference.namespace;
}

export function weighEvidence(
  evidence: EntityEvidence,
  controls: readonly Control[],
  maxAges: MaxAges,
  now: Date,
): WeighedEvidence {
  const standing = new Standing(evidence, maxAges, now);
  const verification = new Verification(evidence.unverified ?? [], uid =>
    standing.nameOfCluster(uid),
  );
  const byControl = new Map<string, ControlEvidence>(
    controls.map(control => [
      control.id,
      {
        control,
        observations: [],
        passed: new Map(),
        passedNamespaces: new Set(),
        lapsed: new Map(),
        claims: [],
        cutLists: [],
      },
    ]),
  );
  for (const observation of evidence.observations) {
    byControl
      .get(observation.controlId)
      ?.observations.push(weigh(observation, standing));
  }
  weighPasses(evidence, byControl, standing, verification);
  byControl.forEach(liftVanished);
  for (const cutList of evidence.cutLists ?? []) {
    byControl.get(cutList.controlId)?.cutLists.push(cutList);
  }
  return {
    standing,
    verification,
    subjects: evidence.subjects,
    controls: byControl,
    notApplicable: new Map(),
  };
}

function weigh(
  observation: StoredObservation,
  standing: Standing,
): WeighedObservation {
  if (observation.vanished) {
    const { reason } = observation;
    return { observation, result: 'unknown', reason, unverified: true };
  }
  const problem = standing.problemOf(observation);
  const { result, reason } =
    problem === undefined
      ? observation
      : { result: 'unknown' as const, reason: problem };
  return { observation, result, reason, unverified: false };
}

function weighPasses(
  { passes, subjects }: EntityEvidence,
  byControl: Map<string, ControlEvidence>,
  standing: Standing,
  verification: Verification,
) {
  const namespaces = new Map(subjects.map(it => [it.id, namespaceKey(it)]));
  /** Many subjects pass the same controls. */
  const keys = new Map<string, ReturnType<typeof parsePassKey>>();
  for (const pass of passes) {
    const { clusterUid, sourceKind, subjectId } = pass;
    const silence = standing.problemOf(pass);
    const problem =
      silence ??
      verification.problemOf(clusterUid, sourceKind, pass.reportNamespace);
    const namespace = namespaces.get(subjectId);
    for (const key in pass.counts) {
      if (!(pass.counts[key] > 0)) {
        continue;
      }
      let parsed = keys.get(key);
      if (!parsed) {
        parsed = parsePassKey(key);
        keys.set(key, parsed);
      }
      const one = byControl.get(parsed.controlId);
      if (!one) {
        continue;
      }
      const { component } = parsed;
      if (silence === undefined) {
        one.claims.push({ sourceKind, subjectId, component });
      }
      if (silence === undefined && problem !== undefined && isCatchAll(one)) {
        // Whether others can write what its witnesses say is asked of those.
        continue;
      }
      if (problem !== undefined) {
        const lapsed = within(one.lapsed, component);
        const doubt = { reason: problem, unverified: silence === undefined };
        lapsed.set(subjectId, plainerDoubt(doubt, lapsed.get(subjectId)));
        continue;
      }
      within(one.passed, component).set(subjectId, true);
      if (one.control.appliesTo === 'namespace' && namespace) {
        one.passedNamespaces.add(namespace);
      }
    }
  }
}

/**
 * A failure that disappeared unverified is over once somebody verified says that the
 * same control passes there. Of policies that no control covers, a pass of one says
 * nothing of another.
 */
function liftVanished(evidence: ControlEvidence) {
  const { observations, passed } = evidence;
  if (isCatchAll(evidence)) {
    return;
  }
  evidence.observations = observations.filter(
    ({ observation: { vanished, subjectId, component } }) =>
      !vanished ||
      !(
        passed.get('')?.has(subjectId) || passed.get(component)?.has(subjectId)
      ),
  );
}

function isCatchAll({ control }: ControlEvidence): boolean {
  return control.id === OTHER_POLICIES_CONTROL_ID;
}
