/** The API of a whole portal, as one of the example people has it. */
import { ShiftDownClient } from '@shift-down/plugin-shift-down-common/client';
import { eventually } from '../eventually';

const SECONDS = 60;
const PERSONA_HEADER = 'x-shift-down-persona';

/** @param user - Name of the User entity, such as `dana`. */
export async function clientOf(
  backendUrl: string,
  user: string,
): Promise<ShiftDownClient> {
  let token = '';
  // The catalog is read while the portal starts.
  await eventually(SECONDS, async () => {
    const response = await fetch(`${backendUrl}/api/auth/development/refresh`, {
      headers: { [PERSONA_HEADER]: user },
    });
    if (!response.ok) {
      return `${user} could not sign in: ${await response.text()}`;
    }
    const answer = (await response.json()) as {
      backstageIdentity: { token: string };
    };
    token = answer.backstageIdentity.token;
    return undefined;
  });
  return new ShiftDownClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `${backendUrl}/api/${pluginId}`,
    },
    fetchApi: {
      fetch: (input, init) => {
        const request = new Request(input, init);
        request.headers.set('authorization', `Bearer ${token}`);
        return fetch(request);
      },
    },
  });
}
