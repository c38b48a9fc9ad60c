/** What happened to a cluster, for people to read: bounded, whatever happens. */
import type { SourceEvent } from '@shift-down/plugin-shift-down-node';

/** So many in one period; the rest is counted. */
const MAX_NOTES = 30;
const PERIOD_MILLISECONDS = 60_000;

/** @internal */
export class Notes {
  #waiting: SourceEvent[] = [];
  #said = new Set<string>();
  #suppressed = 0;
  #periodStart = Date.now();

  add(event: SourceEvent): void {
    this.#startPeriod();
    const id = `${event.kind} ${event.message}`;
    if (this.#said.has(id)) {
      return;
    }
    if (this.#said.size >= MAX_NOTES) {
      this.#suppressed += 1;
      return;
    }
    this.#said.add(id);
    this.#waiting.push(event);
  }

  take(): SourceEvent[] {
    this.#startPeriod();
    return this.#waiting.splice(0);
  }

  #startPeriod(): void {
    if (Date.now() - this.#periodStart < PERIOD_MILLISECONDS) {
      return;
    }
    this.#periodStart = Date.now();
    this.#said.clear();
    if (this.#suppressed > 0) {
      this.#waiting.push({
        level: 'warning',
        message: `${
          this.#suppressed
        } more events within a minute were left out.`,
      });
      this.#suppressed = 0;
    }
  }
}
