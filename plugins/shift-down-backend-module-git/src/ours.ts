/** Which commits we made: they say so, and nobody else is their author. */
import type { BranchCommit } from './GitHost';

/** Whom commits are by. */
export interface CommitAuthor {
  name: string;
  email: string;
}

const TRAILER = 'Shift-Down-Branch';

/** A message that tells ours from those that were made on our branch later. */
export function signMessage(message: string, branch: string): string {
  return `${message.trimEnd()}\n\n${TRAILER}: ${branch}\n`;
}

/**
 * A hint and no proof, but all that hangs on it is whether we go on or say `conflict`:
 * nothing is ever overwritten.
 */
export function isOurs(
  commit: BranchCommit,
  branch: string,
  author: CommitAuthor,
): boolean {
  const isBy = (email: string | undefined) =>
    email === undefined || email.toLowerCase() === author.email.toLowerCase();
  return (
    isBy(commit.author) &&
    isBy(commit.committer) &&
    commit.message.trimEnd().endsWith(`\n${TRAILER}: ${branch}`)
  );
}
