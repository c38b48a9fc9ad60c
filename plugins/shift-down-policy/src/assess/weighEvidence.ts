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

/** An observation with what it counts as now. */
export interface WeighedObservation {
  observation: StoredObservation;
  result: 'fail' | 'unknown';
  reason: string;
}

/** All that is known about one control. */
export interface ControlEvidence {
  observations: WeighedObservation[];
  /** Places where a pass counts, by {@link placeKey}. */
  passed: Set<string>;
  /** Namespaces, as `<cluster> <name>`, in which a pass counts. */
  passedNamespaces: Set<string>;
  /** Why passes no longer count, by {@link placeKey}. */
  lapsed: Map<string, string>;
  cutLists: StoredCutList[];
}

export interface WeighedEvidence {
  standing: Standing;
  subjects: AssessedSubject[];
  controls: Map<string, ControlEvidence>;
  readonly validUntil: number | undefined;
}

export function placeKey(subjectId: string, component: string): string {
  return `${subjectId} ${component}`;
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
  const subjects = new Map(evidence.subjects.map(it => [it.id, it]));
  const byControl = new Map<string, ControlEvidence>(
    controls.map(({ id }) => [
      id,
      {
        observations: [],
        passed: new Set(),
        passedNamespaces: new Set(),
        lapsed: new Map(),
        cutLists: [],
      },
    ]),
  );

  for (const observation of evidence.observations) {
    const control = byControl.get(observation.controlId);
    if (control) {
      const problem = standing.problemOf(observation);
      control.observations.push(
        problem === undefined
          ? {
              observation,
              result: observation.result,
              reason: observation.reason,
            }
          : { observation, result: 'unknown', reason: problem },
      );
    }
  }

  for (const pass of evidence.passes) {
    const problem = standing.problemOf(pass);
    const subject = subjects.get(pass.subjectId);
    for (const [key, count] of Object.entries(pass.counts)) {
      const { controlId, component } = parsePassKey(key);
      const control = byControl.get(controlId);
      if (!control || !(count > 0)) {
        continue;
      }
      const place = placeKey(pass.subjectId, component);
      if (problem === undefined) {
        control.passed.add(place);
        if (subject) {
          control.passedNamespaces.add(namespaceKey(subject));
        }
      } else if (problem < (control.lapsed.get(place) ?? '\uffff')) {
        control.lapsed.set(place, problem);
      }
    }
  }

  for (const cutList of evidence.cutLists ?? []) {
    byControl.get(cutList.controlId)?.cutLists.push(cutList);
  }

  return {
    standing,
    subjects: evidence.subjects,
    controls: byControl,
    get validUntil() {
      return standing.validUntil;
    },
  };
}
