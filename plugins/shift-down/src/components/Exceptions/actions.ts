/** What can be done with an exception from its page, and what each action asks for. */
import type {
  ExceptionChangeAction,
  ExceptionDetail,
} from '@shift-down/plugin-shift-down-common/client';

/** Done in a dialog. Commenting has its own place below the thread. */
export const DIALOG_ACTIONS = [
  'approve',
  'confirm',
  'propose',
  'ask',
  'reject',
  'accept',
  'answer',
  'withdraw',
  'revoke',
] as const satisfies readonly ExceptionChangeAction[];

export type DialogAction = (typeof DIALOG_ACTIONS)[number];

/** The way the page lists them: deciding first, taking back last. */
export const ACTIONS = [
  'approve',
  'confirm',
  'propose',
  'ask',
  'reject',
  'accept',
  'answer',
  'edit',
  'withdraw',
  'revoke',
] as const;

export type Action = (typeof ACTIONS)[number];

/** Whoever does these has to say why. */
const WITH_REASON: readonly DialogAction[] = [
  'propose',
  'ask',
  'reject',
  'answer',
  'revoke',
];

export function needsText(action: DialogAction): boolean {
  return WITH_REASON.includes(action);
}

/** Those that bind what was looked at. */
export function bindsContent(action: DialogAction): boolean {
  return action === 'approve' || action === 'confirm';
}

/** What the text of an action is called. */
export function textLabel(
  action: DialogAction,
): 'reason' | 'question' | 'reply' | 'note' {
  switch (action) {
    case 'ask':
      return 'question';
    case 'answer':
      return 'reply';
    default:
      return needsText(action) ? 'reason' : 'note';
  }
}

/** What the API says about an action; nothing where it says nothing. */
export function answerFor(
  exception: ExceptionDetail,
  action: string,
): ExceptionDetail['actions'][number] | undefined {
  return exception.actions.find(answer => answer.action === action);
}

/**
 * Whether it can be renewed: it was in force, or is. The renewal is a request of its own,
 * and is refused as such where it has to be.
 */
export function isRenewable(exception: ExceptionDetail): boolean {
  const answer = answerFor(exception, 'renew');
  return (
    answer?.allowed ??
    (exception.state === 'approved' &&
      ['active', 'ended'].includes(exception.phase))
  );
}
