import {
  EXCEPTION_STATES,
  type ExceptionState,
} from '@shift-down/plugin-shift-down-common';
import type { FindingException } from '@shift-down/plugin-shift-down-common/client';
import { phaseOf } from '@shift-down/plugin-shift-down-policy';
import type { ExceptionOfFinding } from '../../database/operations/serve/loadFindingExceptions';
import { oneOf } from './oneOf';

export function toFindingExceptions(
  exceptions: readonly ExceptionOfFinding[] | undefined,
  now: Date,
): FindingException[] {
  return (exceptions ?? []).map(exception => {
    const state = oneOf<ExceptionState>(
      EXCEPTION_STATES,
      exception.state,
      'requested',
    );
    const { active_from: from, active_until: until } = exception;
    const active = from && until ? { from, until } : undefined;
    return {
      id: exception.id,
      state,
      phase: phaseOf(state, active, now),
      from: from ?? exception.from_at,
      until: until ?? exception.until_at,
      ...(exception.break_glass && { breakGlass: true }),
    };
  });
}
