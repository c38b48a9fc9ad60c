/** What one collected object says about controls. */
import type {
  CollectedObject,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { ControlIndex } from '../controlIndex';
import { finishSteps, ITEMS_PER_STEP, type Steps } from '../steps';
import type { ObjectJudgement } from '../types';
import { JudgementBuilder } from './JudgementBuilder';
import { judgeImageScan } from './judgeImageScan';
import { judgePolicyResult } from './judgePolicyResult';
import { judgeWorkload } from './judgeWorkload';

/** What {@link judgeObject} needs. @public */
export interface JudgeObjectInput {
  /** UID of the cluster's `kube-system` namespace. */
  cluster: string;
  sourceKind: SourceKind;
  object: CollectedObject;
  index: ControlIndex;
}

/**
 * Judges one object by itself, so that it can be stored, replaced and forgotten by
 * itself. Several results on one finding and place become one observation, the worst;
 * passes count only where the object says nothing worse about that control.
 *
 * Results on a subject are as old as the newest of them: engines write a report anew
 * as a whole and keep the results that still stand.
 * @public
 */
export function judgeObject(input: JudgeObjectInput): ObjectJudgement {
  return finishSteps(judgeObjectInSteps(input));
}

/**
 * Does what {@link judgeObject} does with pauses, for objects that may be large.
 * @public
 */
export function* judgeObjectInSteps(
  input: JudgeObjectInput,
): Steps<ObjectJudgement> {
  const { cluster, sourceKind, object, index } = input;
  const builder = new JudgementBuilder();
  const context = { cluster, index, builder };
  for (const [position, evidence] of object.evidence.entries()) {
    if (evidence.type === 'policy-result') {
      judgePolicyResult(evidence, context);
    } else if (evidence.type === 'image-scan') {
      yield* judgeImageScan(evidence, context);
    } else if (evidence.type === 'workload' && sourceKind === 'Workload') {
      judgeWorkload(evidence, context);
    }
    if (position % ITEMS_PER_STEP === ITEMS_PER_STEP - 1) {
      yield;
    }
  }
  return yield* builder.build();
}
