/** What a pair of dry runs proves. */
import { redact } from '../../redact';
import type { DryRunAnswer, Proof, ProofPair } from '../types';
import { causeOf, expectedInWords, isExpected, policiesIn } from './refusals';

/** @public */
export interface ProofContext {
  /**
   * Names of policies that look at who asks, see {@link policiesThatAskWho}: what they
   * admit from the portal they may refuse from others.
   */
  asksWho?: readonly string[];
}

/**
 * Proved is what was refused by the expected one, named in its answer, while the twin was
 * admitted. What should be refused and is admitted has failed. Anything else proves
 * nothing: a refusal by somebody else, nobody to ask, a twin that is refused as well, a
 * policy that may let the portal through because it is the portal.
 *
 * @param refused - The answer about what should be refused.
 * @param admitted - The answer about its twin.
 * @public
 */
export function judgeProof(
  pair: ProofPair,
  refused: DryRunAnswer,
  admitted: DryRunAnswer,
  { asksWho = [] }: ProofContext = {},
): Proof {
  const { id, title, controls, expected } = pair;
  return {
    id,
    title,
    controls,
    expected: `Refused by ${expectedInWords(expected)}`,
    ...outcomeOf(pair, refused, admitted, asksWho),
  };
}

function outcomeOf(
  { expected }: ProofPair,
  refused: DryRunAnswer,
  admitted: DryRunAnswer,
  asksWho: readonly string[],
): Pick<Proof, 'outcome' | 'reason'> {
  if (refused.outcome === 'unavailable') {
    return notProved('Nobody could be asked', refused.message);
  }
  if (refused.outcome === 'admitted') {
    const partial = policiesIn(expected).filter(it => asksWho.includes(it));
    return partial.length > 0
      ? notProved(
          `It was admitted, but policy ${partial.join(
            ', ',
          )} looks at who asks, and may let the portal through and nobody else`,
        )
      : { outcome: 'failed', reason: 'It was admitted' };
  }
  if (!isExpected(refused.message, expected)) {
    return notProved(
      causeOf(refused.message) ?? 'It was refused, but by somebody else',
      refused.message,
    );
  }
  if (admitted.outcome === 'unavailable') {
    return notProved(
      'It was refused as expected, but nobody could be asked about its twin',
      admitted.message,
    );
  }
  if (admitted.outcome === 'refused') {
    const cause = causeOf(admitted.message);
    return notProved(
      `It was refused as expected, but so is its twin that has nothing wrong${
        cause ? ` (${cause})` : ''
      }`,
      admitted.message,
    );
  }
  return { outcome: 'proved', reason: redact(refused.message) };
}

/** @internal */
export function notProved(
  why: string,
  message = '',
): Pick<Proof, 'outcome' | 'reason'> {
  return {
    outcome: 'not-proved',
    reason: redact(message ? `${why}: ${message}` : why),
  };
}
