/**
 * A LimitRange gives a memory limit to containers that name none. A maximum does too,
 * for it is the default where no other is named. A namespace of the preset `strict` has
 * none on purpose: its quota for memory limits refuses those containers.
 *
 * See https://kubernetes.io/docs/concepts/policy/limit-range/.
 */
import {
  LABEL_LIMITS,
  type LimitsPreset,
} from '@shift-down/plugin-shift-down-common';
import type { NamespaceState, ObjectVerdict } from '../types';
import { aboutNamespace } from '../verdicts';

export function limitRange(state: NamespaceState): ObjectVerdict {
  const answer = aboutNamespace(state, 'limit-range');
  const limits = state.limitRanges.flatMap(it => it.limits);
  if (
    limits.some(
      ({ type, max, default: defaults }) =>
        type === 'Container' &&
        (Object.hasOwn(max, 'memory') || Object.hasOwn(defaults, 'memory')),
    ) ||
    refusesThoseWithout(state)
  ) {
    return answer.pass();
  }
  const { LimitRange: incomplete } = state.incomplete;
  return incomplete
    ? answer.unknown(incomplete)
    : answer.fail(
        [
          {
            message: `Namespace ${state.name} has no LimitRange that gives containers a memory limit`,
          },
        ],
        state.limitRanges.map(({ name }) => ({
          namespace: state.name,
          kind: 'LimitRange',
          name,
        })),
      );
}

/** What a quota counts, every container must name: the API server refuses it otherwise. */
function refusesThoseWithout({
  labels = {},
  resourceQuotas,
}: NamespaceState): boolean {
  const strict: LimitsPreset = 'strict';
  return (
    Object.hasOwn(labels, LABEL_LIMITS) &&
    labels[LABEL_LIMITS] === strict &&
    resourceQuotas.some(
      ({ hard, scoped }) => !scoped && Object.hasOwn(hard, 'limits.memory'),
    )
  );
}
