export interface Config {
  shiftDown?: {
    /** What the action `shift-down:image:patch` runs; without it, it refuses. */
    copa?: {
      /** Path of the program `copa`. */
      command: string;
      /** Address of BuildKit, such as `tcp://127.0.0.1:8888`; Copa's default if not given. */
      buildkit?: string;
      /** Default: 600. */
      timeoutSeconds?: number;
    };
  };
}
