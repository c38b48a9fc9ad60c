/** Every way that an exception can go, in one table. */
import {
  EXCEPTION_STATES,
  type ExceptionState,
} from '@shift-down/plugin-shift-down-common';
import type { ExceptionCommand } from './types';

/**
 * Who does something. `asker`: the requester, or an owner of what it is for. `decider`: see
 * `whyNotDecide`. `participant`: either, and every other decider. `portal`: by the clock
 * and by what it sees, and no person.
 * @public
 */
export type TransitionRole = 'asker' | 'decider' | 'participant' | 'portal';

/** @public */
export interface Transition {
  by: TransitionRole;
  from: readonly ExceptionState[];
  /** Where it can lead; `same` where it stays. */
  to: readonly (ExceptionState | 'same')[];
}

/**
 * Every action on an exception that is there. Asking, breaking the glass and importing make
 * one: `requested`, `approved`, `unreviewed`.
 *
 * What stays where it is: an approval of several that are needed, a comment, a review of
 * what is approved, and a broken glass that its holder mends: that still has to be reviewed.
 * @public
 */
export const TRANSITIONS: Readonly<
  Record<ExceptionCommand['action'], Transition>
> = {
  edit: {
    by: 'asker',
    from: ['requested', 'needs-information', 'proposed', 'unreviewed'],
    to: ['requested'],
  },
  comment: { by: 'participant', from: EXCEPTION_STATES, to: ['same'] },
  ask: { by: 'decider', from: ['requested'], to: ['needs-information'] },
  answer: {
    by: 'asker',
    from: ['needs-information', 'proposed'],
    to: ['requested'],
  },
  propose: {
    by: 'decider',
    from: ['requested', 'needs-information', 'proposed'],
    to: ['proposed'],
  },
  accept: { by: 'asker', from: ['proposed'], to: ['requested', 'approved'] },
  approve: { by: 'decider', from: ['requested'], to: ['same', 'approved'] },
  reject: {
    by: 'decider',
    from: ['requested', 'needs-information', 'proposed', 'unreviewed'],
    to: ['rejected'],
  },
  withdraw: {
    by: 'asker',
    from: ['requested', 'needs-information', 'proposed', 'approved'],
    to: ['withdrawn', 'same'],
  },
  revoke: { by: 'decider', from: ['approved'], to: ['revoked'] },
  confirm: {
    by: 'decider',
    from: ['approved', 'unreviewed'],
    to: ['same', 'approved'],
  },
  // Nobody reviewed it in time, or what was found is gone.
  lapse: { by: 'portal', from: ['approved', 'unreviewed'], to: ['lapsed'] },
  'require-review': { by: 'portal', from: ['approved'], to: ['same'] },
};
