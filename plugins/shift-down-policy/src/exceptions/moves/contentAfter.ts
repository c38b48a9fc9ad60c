/** What is asked for, as it would be after a command. */
import { redactWithin } from '../../redact';
import type { ExceptionCommand, ExceptionContent } from '../types';
import type { ExceptionRecord } from '../types';
import type { Extent } from '../record/isNarrower';

/** Longer texts of people are cut. @internal */
export const MAXIMUM_TEXT = 10_000;

/**
 * The content that a command is judged by: look up what that reaches, and not what the
 * record does, before `changeException`.
 * @public
 */
export function contentAfter(
  record: Pick<ExceptionRecord, 'content' | 'proposal'>,
  command: ExceptionCommand,
): ExceptionContent {
  switch (command.action) {
    case 'edit':
      return cleanContent(command.content);
    case 'propose':
      return narrowed(record.content, command);
    case 'accept':
      return record.proposal
        ? narrowed(record.content, record.proposal)
        : record.content;
    default:
      return record.content;
  }
}

function narrowed(
  content: ExceptionContent,
  { from, until, scope }: Extent,
): ExceptionContent {
  return { ...content, from: inUtc(from), until: inUtc(until), scope };
}

/** Without secrets in what people wrote, and with times in one form. @internal */
export function cleanContent(content: ExceptionContent): ExceptionContent {
  const { justification, compensatingControls, ticket, falsePositive } =
    content;
  return {
    ...content,
    from: inUtc(content.from),
    until: inUtc(content.until),
    justification: cleanText(justification),
    compensatingControls: cleanText(compensatingControls),
    ticket: cleanText(ticket),
    ...(falsePositive && {
      falsePositive: {
        justification: falsePositive.justification,
        evidence: cleanText(falsePositive.evidence),
      },
    }),
  };
}

/** What is no time is refused by the rules. */
function inUtc(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : time.toISOString();
}

/** @internal */
export function cleanText(text: string): string {
  return redactWithin(text.trim(), MAXIMUM_TEXT);
}
