/**
 * Which events of a source people get to read: redacted, of bounded length, and of
 * those that come in a flood the first, with word of the others.
 */
import type { SourceEvent } from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import type { SourceEventRow } from '../database/tables';

const MAX_LENGTH = 500;
/** So many at once, and one more every few seconds: a hundred are kept in all. */
const BURST = 20;
const MILLISECONDS_PER_EVENT = 3_000;

/** @internal */
export class EventFilter {
  #allowance = BURST;
  #since: number | undefined;
  #passedOver = 0;

  /** Returns nothing for an event that is one too many. */
  admit(
    clusterName: string,
    event: SourceEvent,
    now: Date,
  ): SourceEventRow | undefined {
    const at = now.getTime();
    const earned = Math.max(0, at - (this.#since ?? at));
    this.#allowance = Math.min(
      BURST,
      this.#allowance + earned / MILLISECONDS_PER_EVENT,
    );
    this.#since = at;
    if (this.#allowance < 1) {
      this.#passedOver += 1;
      return undefined;
    }
    this.#allowance -= 1;
    const passedOver =
      this.#passedOver > 0
        ? ` (${this.#passedOver} events before it were passed over)`
        : '';
    this.#passedOver = 0;
    return {
      cluster_name: clusterName,
      kind: event.kind ?? '',
      level: event.level,
      // NUL is not text to PostgreSQL.
      message:
        redact(event.message.slice(0, 10 * MAX_LENGTH))
          .replaceAll('\0', '')
          .slice(0, MAX_LENGTH) + passedOver,
      at: now.toISOString(),
    };
  }
}
