/** What people write is plain text; the rules cut secrets out of it. */
import type {
  ExceptionCommand,
  ExceptionContent,
} from '@shift-down/plugin-shift-down-policy';

/** PostgreSQL stores no NUL, and the others only garble what is read. */
// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

function plain(text: string): string {
  return text.replace(CONTROL_CHARACTERS, '');
}

/** @internal */
export function plainContent(content: ExceptionContent): ExceptionContent {
  const { compensatingControls, falsePositive, justification, ticket } =
    content;
  return {
    ...content,
    justification: plain(justification),
    compensatingControls: plain(compensatingControls),
    ticket: plain(ticket),
    ...(falsePositive && {
      falsePositive: {
        ...falsePositive,
        evidence: plain(falsePositive.evidence),
      },
    }),
  };
}

/** @internal */
export function plainCommand(command: ExceptionCommand): ExceptionCommand {
  if (command.action === 'edit') {
    return { ...command, content: plainContent(command.content) };
  }
  return 'text' in command && command.text !== undefined
    ? { ...command, text: plain(command.text) }
    : command;
}
