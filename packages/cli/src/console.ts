/** What the command writes to and knows of its surroundings; tests bring their own. */
export interface Console {
  out(text: string): void;
  error(text: string): void;
  /** Whether people read it, in colours. */
  colour: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  now(): Date;
}

export function processConsole(): Console {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  return {
    out: text => process.stdout.write(text),
    error: text => process.stderr.write(text),
    colour:
      !NO_COLOR &&
      (Boolean(FORCE_COLOR) || (process.stdout.isTTY && TERM !== 'dumb')),
    environment: process.env,
    now: () => new Date(),
  };
}
