// What the launcher says to people, and the error that carries a message for them.

/** Something the person at the keyboard can mend: shown without a stack. */
export class LauncherError extends Error {}

export function say(message = '') {
  console.log(message);
}

/** How long something took, in words. */
export function seconds(startedAt) {
  return `${Math.round((Date.now() - startedAt) / 1000)} s`;
}
