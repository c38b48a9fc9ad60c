/** A refusal of the rules as the error that the API answers with. */
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type {
  ExceptionRefusal,
  TransitionOutcome,
} from '@shift-down/plugin-shift-down-policy';

/** @internal */
export type Refused = Extract<TransitionOutcome, { outcome: 'refused' }>;

const ERRORS: Record<ExceptionRefusal, new (message: string) => Error> = {
  'deciding-is-off': NotAllowedError,
  'needs-a-user': NotAllowedError,
  'not-permitted': NotAllowedError,
  'not-a-decider': NotAllowedError,
  'own-request': NotAllowedError,
  'own-edit': NotAllowedError,
  'own-subject': NotAllowedError,
  'not-the-requester': NotAllowedError,
  'not-a-holder': NotAllowedError,
  'not-in-this-state': ConflictError,
  'changed-meanwhile': ConflictError,
  'approved-already': ConflictError,
  'content-changed': ConflictError,
  'too-late': ConflictError,
  'not-narrower': InputError,
  'ends-in-the-past': InputError,
  'too-long': InputError,
  'too-long-in-total': InputError,
  'too-many': InputError,
  'missing-field': InputError,
  'not-for-this': InputError,
  'reaches-nothing': InputError,
};

/** The code goes with it, for clients; the message is for people. @internal */
export function errorOf({
  code,
  message,
}: Pick<Refused, 'code' | 'message'>): Error {
  return Object.assign(new ERRORS[code](message), { code });
}

/** The same whether it is unknown or may not be read. @internal */
export function exceptionNotFound(id: string): NotFoundError {
  return new NotFoundError(
    `There is no exception ${id} that you may read. Check the list of exceptions.`,
  );
}
