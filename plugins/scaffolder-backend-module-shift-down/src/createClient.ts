/** The API of Shift Down as whoever started the template may use it. */
import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, isError, ResponseError } from '@backstage/errors';
import { ShiftDownClient } from '@shift-down/plugin-shift-down-common/client';

/** @public */
export interface ClientServices {
  auth: AuthService;
  discovery: DiscoveryService;
}

const EXPIRED =
  'Your sign-in has expired since the task began. Start the task again';

/** Never the scaffolder's own rights: what the person may not read, the template may not. */
export function createClient(
  { auth, discovery }: ClientServices,
  initiator: BackstageCredentials,
): ShiftDownClient {
  return new ShiftDownClient({
    discoveryApi: discovery,
    fetchApi: {
      fetch: async (input, init) => {
        // A new one each time: an action may wait for longer than one lasts.
        const { token } = await auth
          .getPluginRequestToken({
            onBehalfOf: initiator,
            targetPluginId: 'shift-down',
          })
          .catch(refuseSignIn);
        const request = new Request(input, init);
        request.headers.set('authorization', `Bearer ${token}`);
        return await fetch(request);
      },
    },
  });
}

/** @throws What the back end says, in its own words; or that the sign-in has expired. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw isSignInRefused(error)
      ? new AuthenticationError(EXPIRED, error)
      : causeOf(error);
  }
}

function isSignInRefused(error: unknown): error is Error {
  return error instanceof ResponseError
    ? error.statusCode === 401
    : isError(error) && error.name === 'AuthenticationError';
}

function causeOf(error: unknown): unknown {
  return error instanceof ResponseError ? error.cause : error;
}

/**
 * Nothing vouches for the person any more: the token is too old, or the task was taken up
 * again without one. What may not be delegated at all stays as it is.
 */
function refuseSignIn(error: unknown): never {
  throw isError(error) && error.name === 'NotAllowedError'
    ? error
    : new AuthenticationError(EXPIRED, error as Error);
}
