import type {
  CollectedObject,
  Evidence,
  ObjectReference,
} from '@shift-down/plugin-shift-down-common';
import type { Steps } from '@shift-down/plugin-shift-down-policy';
import { isClusterScoped } from '../kinds/policyReport/clusterScoped';
import type { NormaliseContext, Normalised } from '../kinds/types';
import {
  toSubject,
  type OwnerGraph,
  type ResourceReference,
} from '../ownership';
import type { InventoryEntry } from './entry';
import type { NamespaceText } from './NamespaceText';

/** What the backend stores of an object, and what was passed over. @internal */
export interface Collected {
  collected: CollectedObject;
  warnings: string[];
  /** Results about objects outside the namespace of their report. */
  dropped: number;
}

/** Turns a report (or a Namespace) into what the backend stores. @internal */
export function* collectReport(
  entry: InventoryEntry,
  options: {
    graph: OwnerGraph;
    textOf(namespace: string): NamespaceText;
  },
): Steps<Collected> {
  const { graph, textOf } = options;
  const context: NormaliseContext = {
    subjectOf: reference =>
      graph.isSuperseded(reference)
        ? undefined
        : toSubject(graph.rootOf(reference)),
    clean: (text, namespace) => textOf(namespace).clean(text),
  };

  let normalised: Normalised = { evidence: [], warnings: [], dropped: 0 };
  let { unreadable } = entry;
  try {
    if (entry.content?.type === 'report') {
      normalised = yield* entry.content.normaliseInSteps(context);
    }
  } catch {
    unreadable ??= 'the object could not be understood';
  }

  const { key, uid, seenAt } = entry;
  const latest = (moment: string) => (moment < seenAt ? moment : seenAt);
  const collected: CollectedObject = {
    key,
    uid,
    observedAt: latest(normalised.observedAt ?? entry.writtenAt ?? seenAt),
    evidence: [],
    subjects: [],
  };
  if (unreadable !== undefined) {
    const subjects = distinct([
      ...normalised.evidence.flatMap(subjectsOf),
      ...entry.about.flatMap(reference => aboutSubject(reference, context)),
    ]);
    return {
      collected: { ...collected, subjects, unreadable },
      warnings: [],
      dropped: 0,
    };
  }
  return {
    collected: {
      ...collected,
      // Nothing is newer than when it was seen: a report can't keep itself young.
      evidence: normalised.evidence.map(evidence =>
        'observedAt' in evidence &&
        evidence.observedAt &&
        evidence.observedAt > seenAt
          ? { ...evidence, observedAt: latest(evidence.observedAt) }
          : evidence,
      ),
    },
    warnings: normalised.warnings,
    dropped: normalised.dropped,
  };
}

function aboutSubject(
  reference: ResourceReference,
  context: NormaliseContext,
): ObjectReference[] {
  const subject = context.subjectOf(
    isClusterScoped(reference.kind)
      ? { ...reference, namespace: '' }
      : reference,
  );
  return subject ? [subject] : [];
}

function subjectsOf(evidence: Evidence): ObjectReference[] {
  switch (evidence.type) {
    case 'policy-result':
    case 'image-scan':
      return [evidence.subject];
    case 'namespace':
      return [{ namespace: '', kind: 'Namespace', name: evidence.name }];
    default:
      return [];
  }
}

function distinct(subjects: ObjectReference[]): ObjectReference[] {
  return [
    ...new Map(
      subjects.map(subject => [JSON.stringify(subject), subject]),
    ).values(),
  ];
}
