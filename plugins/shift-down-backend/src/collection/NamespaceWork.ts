/**
 * Work on the namespaces of a cluster in which something changed: soon after each change,
 * and now and then without one, to say that all is still as it was.
 */
import { pause } from './pause';

/** @internal */
export type ChangedNamespaces = 'everywhere' | Set<string>;

/** @internal */
export interface NamespaceWorkOptions {
  /**
   * Looks at the namespaces, and takes out what is done: after a failure only the rest is
   * left. What changes meanwhile is looked at after it.
   */
  work(changed: ChangedNamespaces): Promise<void>;
  onFailure(error: unknown): void;
  /** It is not started again. */
  onEnd?(): void;
  /** Changes come in crowds. */
  delayMilliseconds: number;
  retryMilliseconds: number;
  /** So often there is work without a change. */
  heartbeatMilliseconds: number;
  signal: AbortSignal;
}

/** @internal */
export class NamespaceWork {
  readonly #options: NamespaceWorkOptions;
  /** At first nobody knows in which. */
  #changed: ChangedNamespaces = 'everywhere';
  #woken: () => void = () => {};
  #started = false;
  #idle = false;
  #waiting: (() => void)[] = [];

  constructor(options: NamespaceWorkOptions) {
    this.#options = options;
  }

  /** Namespaces to be looked at; all of them count as one. */
  get backlog(): number {
    return this.#changed === 'everywhere' ? 1 : this.#changed.size;
  }

  /** Returns whether it was this that started it. */
  start(): boolean {
    if (this.#started || this.#options.signal.aborted) {
      return false;
    }
    this.#started = true;
    // Whatever it meets is told to its owner, and ends with the signal.
    void this.#run();
    return true;
  }

  note(changed: 'everywhere' | ReadonlySet<string>): void {
    if (changed === 'everywhere') {
      this.#changed = 'everywhere';
    } else if (this.#changed !== 'everywhere') {
      this.#changed = new Set([...this.#changed, ...changed]);
    }
    if (changed === 'everywhere' || changed.size > 0) {
      this.#woken();
    }
  }

  /** Resolves once everything that changed until then has been looked at. */
  async whenIdle(): Promise<void> {
    if (this.backlog > 0 || !this.#idle) {
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
  }

  async #run(): Promise<void> {
    const { delayMilliseconds, onEnd, onFailure, retryMilliseconds, signal } =
      this.#options;
    let delay = delayMilliseconds;
    while (!signal.aborted) {
      await pause(delay, signal);
      if (signal.aborted) {
        break;
      }
      const changed = this.#changed;
      this.#changed = new Set();
      try {
        await this.#options.work(changed);
        delay = delayMilliseconds;
      } catch (error) {
        this.note(changed);
        delay = retryMilliseconds;
        onFailure(error);
        continue;
      }
      if (this.backlog === 0) {
        await this.#nextChange();
      }
    }
    onEnd?.();
  }

  async #nextChange(): Promise<void> {
    const { heartbeatMilliseconds, signal } = this.#options;
    const waited = new AbortController();
    this.#woken = () => waited.abort();
    this.#idle = true;
    this.#waiting.splice(0).forEach(resolve => resolve());
    await pause(
      heartbeatMilliseconds,
      AbortSignal.any([waited.signal, signal]),
    );
    this.#woken = () => {};
    this.#idle = false;
  }
}
