/** An evaluation as an object of the cluster that we make and nobody else can write. */
import type {
  CollectedObject,
  ObjectKey,
  ObjectReference,
} from '@shift-down/plugin-shift-down-common';
import type { Evaluated } from '@shift-down/plugin-shift-down-policy';

/** Namespaces are evaluated as part of themselves. @internal */
export function evaluationKey(
  namespace: string,
  { kind, name }: Pick<ObjectReference, 'kind' | 'name'>,
): ObjectKey {
  return {
    apiVersion: 'shift-down.io/v1alpha1',
    kind: 'Evaluation',
    namespace,
    name: `${kind}/${name}`,
  };
}

/** @internal */
export function toCollectedObject(
  key: ObjectKey,
  subject: ObjectReference,
  {
    evaluated,
    inputHash,
    now,
  }: {
    evaluated: Evaluated;
    inputHash: string;
    /** ISO 8601 */
    now: string;
  },
): CollectedObject {
  const { detail, podSecurity, results } = evaluated;
  return {
    key,
    uid: '',
    observedAt: now,
    evidence: [
      {
        type: 'evaluation',
        subject,
        inputHash,
        ...(podSecurity && { podSecurity }),
        detail,
      },
      ...results,
    ],
    subjects: [],
  };
}

/** What could not be evaluated: its last evaluation no longer counts. @internal */
export function toUnreadableObject(
  key: ObjectKey,
  subject: ObjectReference,
  reason: string,
  now: string,
): CollectedObject {
  return {
    key,
    uid: '',
    observedAt: now,
    evidence: [],
    subjects: [subject],
    unreadable: reason,
  };
}
