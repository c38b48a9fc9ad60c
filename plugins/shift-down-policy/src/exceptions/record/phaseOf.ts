import type {
  ExceptionPhase,
  ExceptionState,
} from '@shift-down/plugin-shift-down-common';

/**
 * How an exception stands by the clock. Only an approved one is ever `active`: at its first
 * moment it is, at its last it is no more.
 * @public
 */
export function phaseOf(
  state: ExceptionState,
  active: { from: string; until: string } | undefined,
  now: Date,
): ExceptionPhase {
  switch (state) {
    case 'requested':
    case 'needs-information':
    case 'proposed':
    case 'unreviewed':
      return 'open';
    case 'approved':
      if (!active || Date.parse(active.until) <= now.getTime()) {
        return 'ended';
      }
      return now.getTime() < Date.parse(active.from) ? 'scheduled' : 'active';
    default:
      return 'closed';
  }
}
