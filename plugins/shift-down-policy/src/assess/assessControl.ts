/** What one control comes to for an entity. */
import {
  OTHER_POLICIES_CONTROL_ID,
  worstSeverity,
  type Control,
} from '@shift-down/plugin-shift-down-common';
import type { AssessedSubject, ControlAssessment } from '../types';
import { disagreementsOf } from './disagreementsOf';
import { Doubts, doubtsOf } from './Doubts';
import { placesOf } from './placesOf';
import {
  namespaceKey,
  namespaceOf,
  type ControlEvidence,
  type WeighedEvidence,
} from './weighEvidence';
import { placeInWords } from './words';

const NOT_APPLICABLE: Record<Control['appliesTo'], string> = {
  workload: 'It runs no workload',
  image: 'It runs no image',
  namespace: 'It is no namespace and has none to itself',
};

const NOT_MANAGED = 'It has no namespace that the portal provisioned';

const NONE = new Doubts();

export function assessControl(
  control: Control,
  weighed: WeighedEvidence,
): ControlAssessment {
  const evidence = weighed.controls.get(control.id)!;
  const failing = new Set<string>();
  const unknown = new Set<string>();
  const severities: ControlAssessment['worstSeverity'][] = [];
  for (const { observation, result } of evidence.observations) {
    if (result === 'fail') {
      failing.add(observation.findingId);
      severities.push(observation.severity);
    } else {
      unknown.add(observation.findingId);
    }
  }
  const worst = worstSeverity(severities.filter(it => it !== undefined));
  const disagreements = disagreementsOf(evidence);
  return {
    controlId: control.id,
    ...resultOf(control, evidence, weighed, failing.size > 0),
    failing: failing.size,
    // A finding that fails anywhere fails.
    unknown: [...unknown].filter(id => !failing.has(id)).length,
    ...(worst && { worstSeverity: worst }),
    ...(disagreements.length > 0 && { disagreements }),
  };
}

function resultOf(
  control: Control,
  evidence: ControlEvidence,
  weighed: WeighedEvidence,
  isFailing: boolean,
): Pick<ControlAssessment, 'result' | 'reason' | 'unverified'> {
  if (isFailing) {
    return { result: 'fail', reason: '' };
  }
  const isCatchAll = control.id === OTHER_POLICIES_CONTROL_ID;
  const subjects = subjectsOf(control, weighed.subjects);
  // Passes alone don't make it apply: then to lose them would pay.
  if (subjects.length === 0 && evidence.observations.length === 0) {
    return {
      result: 'not-applicable',
      reason: isOfManaged(control)
        ? NOT_MANAGED
        : NOT_APPLICABLE[control.appliesTo],
    };
  }
  const nothingToJudge = weighed.notApplicable.get(control.id);
  if (nothingToJudge !== undefined && evidence.observations.length === 0) {
    return { result: 'not-applicable', reason: nothingToJudge };
  }

  const concerned = subjects.length > 0 ? subjects : weighed.subjects;
  const inOrder = [
    unheardWitnesses(control, concerned, weighed),
    unreadableObjects(control, concerned, weighed),
    unknownObservations(evidence),
    cutLists(evidence),
    // Where others can take out what a policy says, its silence says nothing.
    isCatchAll ? unverifiedWitnesses(control, concerned, weighed) : NONE,
    // Nobody can say what there ought to be, so what there was has to stand.
    isCatchAll
      ? lapsedPasses(evidence)
      : uncheckedPlaces(control, subjects, evidence, weighed),
  ];
  const doubts = inOrder.find(({ size }) => size > 0);
  if (doubts) {
    const { unverified } = doubts;
    return {
      result: 'unknown',
      reason: doubts.inWords(),
      ...(unverified && { unverified }),
    };
  }
  return isCatchAll && evidence.passed.size === 0
    ? {
        result: 'not-applicable',
        reason: 'No other policy of its clusters speaks about it',
      }
    : { result: 'pass', reason: '' };
}

function subjectsOf(control: Control, subjects: AssessedSubject[]) {
  if (control.id === OTHER_POLICIES_CONTROL_ID) {
    return subjects;
  }
  const kind = control.appliesTo === 'namespace' ? 'namespace' : 'workload';
  return subjects.filter(
    subject =>
      subject.kind === kind && (!isOfManaged(control) || subject.isManaged),
  );
}

/** Nobody but the portal says anything of these, and only of what it provisioned. */
function isOfManaged({ needs }: Control): boolean {
  return needs === 'provisioning';
}

function unheardWitnesses(
  { witnesses }: Control,
  subjects: AssessedSubject[],
  { standing }: WeighedEvidence,
): Doubts {
  const problems = new Doubts();
  for (const cluster of new Set(subjects.map(it => it.clusterUid))) {
    for (const kind of witnesses) {
      const problem = standing.problemOfWitness(cluster, kind);
      if (problem) {
        problems.add({ reason: problem, unverified: false });
      }
    }
  }
  return problems;
}

function unverifiedWitnesses(
  { witnesses }: Control,
  subjects: AssessedSubject[],
  { standing, verification }: WeighedEvidence,
): Doubts {
  const problems = new Doubts();
  for (const subject of subjects) {
    const { clusterUid } = subject;
    for (const kind of witnesses) {
      const problem =
        standing.isExpected(clusterUid, kind) &&
        verification.problemOf(clusterUid, kind, namespaceOf(subject));
      if (problem) {
        problems.add({ reason: problem, unverified: true });
      }
    }
  }
  return problems;
}

function unreadableObjects(
  { witnesses }: Control,
  subjects: AssessedSubject[],
  { standing }: WeighedEvidence,
): Doubts {
  const problems = new Doubts();
  for (const kind of witnesses) {
    for (const subjectId of standing.unreadableSubjects(kind)) {
      const problem = standing.unreadable(kind, subjectId);
      if (problem && subjects.some(({ id }) => id === subjectId)) {
        problems.add({ reason: problem, unverified: false });
      }
    }
  }
  return problems;
}

function unknownObservations({ observations }: ControlEvidence): Doubts {
  const doubts = new Doubts();
  for (const { reason, unverified } of observations) {
    doubts.add({ reason: reason || 'The engine could not say', unverified });
  }
  return doubts;
}

function cutLists({ cutLists: lists }: ControlEvidence): Doubts {
  return doubtsOf(
    lists.map(
      ({ policy, listed, total }) =>
        `${policy} has ${total} violations and lists only ${listed} of them`,
    ),
  );
}

/** Passes that count no more, where no other took their place. */
function lapsedPasses({ lapsed, passed }: ControlEvidence): Doubts {
  const doubts = new Doubts();
  for (const [component, subjects] of lapsed) {
    for (const [subjectId, doubt] of subjects) {
      if (!passed.get(component)?.has(subjectId)) {
        doubts.add(doubt);
      }
    }
  }
  return doubts;
}

/** Places for which nobody vouches: what nothing has checked does not pass. */
function uncheckedPlaces(
  control: Control,
  subjects: AssessedSubject[],
  { passed, passedNamespaces, lapsed }: ControlEvidence,
  { standing }: WeighedEvidence,
): Doubts {
  const doubts = new Doubts();
  for (const subject of subjects) {
    const { id, clusterUid, reference } = subject;
    if (
      passed.get('')?.has(id) ||
      (control.appliesTo === 'namespace' &&
        passedNamespaces.has(namespaceKey(subject)))
    ) {
      continue;
    }
    for (const component of placesOf(control, subject)) {
      if (!passed.get(component)?.has(id)) {
        const cluster = standing.nameOfCluster(clusterUid);
        const place = placeInWords(reference, component);
        doubts.add(
          lapsed.get(component)?.get(id) ??
            lapsed.get('')?.get(id) ?? {
              reason: `Nothing in cluster ${cluster} checks this for ${place}`,
              unverified: false,
            },
        );
      }
    }
  }
  return doubts;
}
