/**
 * The thread of all exceptions as one chain: each line carries a digest of itself and of
 * the one before, so that none can be changed or left out unseen.
 */
import { createHash } from 'crypto';
import type { ThreadEntry } from '../types';
import { canonicalJson } from './canonical';

/** What stands before the first line. @public */
export const FIRST_CHAIN_HASH = '0'.repeat(64);

/** A line of the thread at its place in the chain. @public */
export interface ChainEntry extends ThreadEntry {
  /** Counts all lines of all exceptions from 1, without gaps. */
  sequence: number;
  exceptionId: string;
}

/** {@inheritDoc ChainEntry} @public */
export interface ChainLink extends ChainEntry {
  previousHash: string;
  hash: string;
}

/** Whether the chain is whole, or where it first isn't. @public */
export type ChainVerdict =
  | { state: 'whole'; length: number }
  | { state: 'broken'; brokenAt: number };

/** SHA-256 in hexadecimal of a line and of the digest before it. @public */
export function chainHash(previous: string, entry: ChainEntry): string {
  const { sequence, exceptionId, at, actor, action, from, to, text, detail } =
    entry;
  return createHash('sha256')
    .update(
      canonicalJson([
        previous,
        {
          sequence,
          exceptionId,
          at,
          actor: actor && { userRef: actor.userRef, subject: actor.subject },
          action,
          from,
          to,
          text,
          detail,
        },
      ]),
    )
    .digest('hex');
}

/**
 * Reads the chain from one line to another.
 * @param links - In order of their sequence.
 * @param bounds - `after`: what came before the first of them, for a chain that is read in
 *   parts. `end`: where the chain is known to end, lest its tail be cut off unseen.
 * @public
 */
export function verifyChain(
  links: Iterable<ChainLink>,
  bounds: {
    after?: { sequence: number; hash: string };
    end?: { sequence: number; hash: string };
  } = {},
): ChainVerdict {
  let { sequence, hash } = bounds.after ?? {
    sequence: 0,
    hash: FIRST_CHAIN_HASH,
  };
  for (const link of links) {
    if (
      link.sequence !== sequence + 1 ||
      link.previousHash !== hash ||
      link.hash !== chainHash(hash, link)
    ) {
      return { state: 'broken', brokenAt: sequence + 1 };
    }
    ({ sequence, hash } = link);
  }
  const { end } = bounds;
  if (end && end.sequence !== sequence) {
    return {
      state: 'broken',
      brokenAt: Math.min(end.sequence, sequence) + 1,
    };
  }
  return end && end.hash !== hash
    ? { state: 'broken', brokenAt: sequence }
    : { state: 'whole', length: sequence };
}
