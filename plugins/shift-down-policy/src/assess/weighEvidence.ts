/** Sorts evidence by control into what counts, what does not, and why. */
import type { Control } from '@shift-down/plugin-shift-down-common';
import type { MaxAges } from '../freshness';
import { parsePassKey } from '../passes';
import type {
  AssessedSubject,
  EntityEvidence,
  StoredCutList,
  StoredObservation,
} from '../types';
import { Standing } from './Standing';
import { within } from './within';

/** An observation with what it counts as now. */
export interface WeighedObservation {
  observation: StoredObservation;
  result: 'fail' | 'unknown';
  reason: string;
}

/** All that is known about one control. */
export interface ControlEvidence {
  control: Control;
  observations: WeighedObservation[];
  /** Where a pass counts. */
  passed: Places<true>;
  /** Namespaces, as {@link namespaceKey}, in which a pass counts. */
  passedNamespaces: Set<string>;
  /** Where passes no longer count, and why. */
  lapsed: Places<string>;
  cutLists: StoredCutList[];
}

/** By component (empty for whole subjects), then by subject. */
export type Places<T> = Map<string, Map<string, T>>;

export interface WeighedEvidence {
  standing: Standing;
  subjects: AssessedSubject[];
  controls: Map<string, ControlEvidence>;
}

export function namespaceKey({ clusterUid, reference, kind }: AssessedSubject) {
  return `${clusterUid} ${
    kind === 'namespace' ? reference.name : reference.namespace
  }`;
}

export function weighEvidence(
  evidence: EntityEvidence,
  controls: readonly Control[],
  maxAges: MaxAges,
  now: Date,
): WeighedEvidence {
  const standing = new Standing(evidence, maxAges, now);
  const byControl = new Map<string, ControlEvidence>(
    controls.map(control => [
      control.id,
      {
        control,
        observations: [],
        passed: new Map(),
        passedNamespaces: new Set(),
        lapsed: new Map(),
        cutLists: [],
      },
    ]),
  );
  for (const observation of evidence.observations) {
    byControl
      .get(observation.controlId)
      ?.observations.push(weigh(observation, standing));
  }
  weighPasses(evidence, byControl, standing);
  for (const cutList of evidence.cutLists ?? []) {
    byControl.get(cutList.controlId)?.cutLists.push(cutList);
  }
  return { standing, subjects: evidence.subjects, controls: byControl };
}

function weigh(
  observation: StoredObservation,
  standing: Standing,
): WeighedObservation {
  const problem = standing.problemOf(observation);
  return problem === undefined
    ? { observation, result: observation.result, reason: observation.reason }
    : { observation, result: 'unknown', reason: problem };
}

function weighPasses(
  { passes, subjects }: EntityEvidence,
  byControl: Map<string, ControlEvidence>,
  standing: Standing,
) {
  const namespaces = new Map(subjects.map(it => [it.id, namespaceKey(it)]));
  /** Many subjects pass the same controls. */
  const keys = new Map<string, ReturnType<typeof parsePassKey>>();
  for (const pass of passes) {
    const { subjectId } = pass;
    const problem = standing.problemOf(pass);
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
      if (problem !== undefined) {
        const lapsed = within(one.lapsed, parsed.component);
        if (problem < (lapsed.get(subjectId) ?? '\uffff')) {
          lapsed.set(subjectId, problem);
        }
        continue;
      }
      within(one.passed, parsed.component).set(subjectId, true);
      if (one.control.appliesTo === 'namespace' && namespace) {
        one.passedNamespaces.add(namespace);
      }
    }
  }
}
