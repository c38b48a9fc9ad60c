/** What has to be said, beside what is asked for. */
import type { ExceptionContent } from '../types';
import { refusal, type Refusal } from './refusal';

const WORDS = {
  ticket: 'a ticket',
  compensatingControls: 'what makes up for it meanwhile',
} as const;

/**
 * Why a request says too little, or too much.
 * @param required - Fields that config asks for beside the justification.
 * @internal
 */
export function whyNotComplete(
  content: ExceptionContent,
  required: readonly (keyof typeof WORDS)[],
): Refusal | undefined {
  const missing = required.find(field => !content[field].trim());
  if (!content.justification.trim()) {
    return refusal('missing-field', 'Say why the exception is needed.');
  }
  if (missing) {
    return refusal(
      'missing-field',
      `Exceptions of this severity need ${WORDS[missing]}.`,
    );
  }
  return whyNoFalsePositive(content);
}

function whyNoFalsePositive({
  type,
  expectation,
  falsePositive,
}: ExceptionContent): Refusal | undefined {
  if (type === 'accepted-risk') {
    return falsePositive
      ? refusal(
          'not-for-this',
          'An accepted risk is real. Leave out why it would be none, or ask for a false positive.',
        )
      : undefined;
  }
  if (expectation.type !== 'vulnerability') {
    return refusal(
      'not-for-this',
      'Only a vulnerability can be said to be none. Ask to accept the risk, and have the policy changed.',
    );
  }
  return falsePositive?.justification && falsePositive.evidence.trim()
    ? undefined
    : refusal(
        'missing-field',
        'A false positive needs a justification of OpenVEX and evidence for it.',
      );
}
