/** How one list is doing. */

/** @internal */
export interface TargetStatus {
  state: 'pending' | 'live' | 'failed' | 'forbidden';
  /** Why it isn't live, in words; what it is about stands before it. */
  error: string;
  /** Whether it was ever listed in full. */
  listed: boolean;
  /** Whether a first attempt is over, well or not. */
  tried: boolean;
  /** When the server last said something, on our clock; 0 if never. */
  aliveAt: number;
  /** When what was live failed, on our clock; 0 while it hasn't. */
  failingSince: number;
}
