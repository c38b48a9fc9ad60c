import type { ExceptionRefusal } from '../types';

/** Why something can't be done, and what to do instead. @public */
export interface Refusal {
  code: ExceptionRefusal;
  /** For people. */
  message: string;
}

/** @internal */
export function refusal(code: ExceptionRefusal, message: string): Refusal {
  return { code, message };
}
