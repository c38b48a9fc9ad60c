/** Why there is no answer from an API server, in words that help. */
import { CustomErrorBase } from '@backstage/errors';

/**
 * - `unreachable`: nobody answers at that address
 * - `timeout`: nobody does in time
 * - `interrupted`: the answer broke off
 * - `tls`: the certificate or the handshake is refused
 * - `proxy`: the outbound proxy does not let us through
 * - `credentials`: they can't be read or obtained
 * - `forbidden`: the way is closed for all but a user
 * - `aborted`: we ended it ourselves
 * @internal
 */
export type ConnectionErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'interrupted'
  | 'tls'
  | 'proxy'
  | 'credentials'
  | 'forbidden'
  | 'aborted';

/**
 * There was no answer. The message says why and what to do next. Neither it nor a cause
 * holds what another library said, for that may quote a credential.
 * @internal
 */
export class ConnectionError extends CustomErrorBase {
  name = 'ConnectionError' as const;

  constructor(readonly code: ConnectionErrorCode, message: string) {
    super(message);
  }
}
