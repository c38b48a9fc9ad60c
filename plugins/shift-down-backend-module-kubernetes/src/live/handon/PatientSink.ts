/**
 * The backend's sink, asked again where it fails: a database that is away for a while
 * must not cost what was seen in the meantime.
 */
import { isError } from '@backstage/errors';
import type { EvidenceSink } from '@shift-down/plugin-shift-down-node';
import { Backoff } from '../listwatch/Backoff';
import { pause } from '../pause';
import type { LiveTiming } from '../timing';

/** @internal */
export class PatientSink implements EvidenceSink {
  constructor(
    private readonly sink: EvidenceSink,
    private readonly options: {
      signal: AbortSignal;
      timing: LiveTiming;
      onFailure(error: unknown): void;
    },
  ) {}

  identify(...call: Parameters<EvidenceSink['identify']>) {
    return this.#insist(() => this.sink.identify(...call));
  }

  apply(...call: Parameters<EvidenceSink['apply']>) {
    return this.#insist(() => this.sink.apply(...call));
  }

  complete(...call: Parameters<EvidenceSink['complete']>) {
    return this.#insist(() => this.sink.complete(...call));
  }

  report(...call: Parameters<EvidenceSink['report']>) {
    return this.#insist(() => this.sink.report(...call));
  }

  note(...call: Parameters<EvidenceSink['note']>) {
    return this.#insist(() => this.sink.note(...call));
  }

  /**
   * Calls may be repeated without harm, so the very same one is: order stays.
   *
   * @throws what the sink throws when the right to collect is lost, or for too long.
   */
  async #insist<T>(call: () => Promise<T>): Promise<T> {
    const { signal, timing, onFailure } = this.options;
    const backoff = new Backoff({ minimum: 500, maximum: 10_000 });
    const deadline = Date.now() + timing.storing;
    for (;;) {
      signal.throwIfAborted();
      try {
        return await call();
      } catch (error) {
        const lost = isError(error) && error.name === 'AbortError';
        if (signal.aborted || lost || Date.now() > deadline) {
          throw error;
        }
        onFailure(error);
        await pause(backoff.next(), signal);
      }
    }
  }
}
