/**
 * Lets one waiter sleep until it is woken or a time has passed. A call that comes
 * while nobody waits is remembered, so none is lost.
 * @internal
 */
export class WakeUp {
  #called = false;
  #resolve: (() => void) | undefined;

  now(): void {
    this.#called = true;
    this.#resolve?.();
  }

  async wait(milliseconds: number): Promise<void> {
    if (!this.#called) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, milliseconds);
        timer.unref();
        this.#resolve = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#resolve = undefined;
    this.#called = false;
  }
}
