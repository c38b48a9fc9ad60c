/** The API of Shift Down as whoever started the template may use it. */
import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { ShiftDownClient } from '@shift-down/plugin-shift-down-common/client';

/** @public */
export interface ClientServices {
  auth: AuthService;
  discovery: DiscoveryService;
}

/** Never the scaffolder's own rights: what the person may not read, the template may not. */
export async function createClient(
  { auth, discovery }: ClientServices,
  initiator: BackstageCredentials,
): Promise<ShiftDownClient> {
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf: initiator,
    targetPluginId: 'shift-down',
  });
  return new ShiftDownClient({
    discoveryApi: discovery,
    fetchApi: {
      fetch: async (input, init) => {
        const request = new Request(input, init);
        request.headers.set('authorization', `Bearer ${token}`);
        return await fetch(request);
      },
    },
  });
}

/** @throws What the back end says, in its own words. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof ResponseError ? error.cause : error;
  }
}
