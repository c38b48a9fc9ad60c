import { IdentityApi, discoveryApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PersonaSignInPage } from './PersonaSignInPage';

const personas = {
  header: 'x-who',
  people: [
    {
      user: 'dana',
      displayName: 'Dana Whitfield',
      role: 'Developer',
      group: 'Team Payments',
    },
    {
      user: 'sam',
      displayName: 'Sam Moreau',
      role: 'Security reviewer',
      group: 'Security',
    },
  ],
};

const session = {
  profile: { displayName: 'dana' },
  backstageIdentity: {
    token: 'header.eyJleHAiOjQxMDI0NDQ4MDB9.signature',
    identity: {
      type: 'user',
      userEntityRef: 'user:default/dana',
      ownershipEntityRefs: ['user:default/dana'],
    },
  },
};

function answerWith(status: number, body: unknown) {
  const fetchMock = jest.fn(
    async (_url: string, _init: { headers: Headers }) => ({
      ok: status < 400,
      status,
      statusText: '',
      headers: new Headers({ 'content-type': 'application/json' }),
      json: async () => body,
      text: async () => JSON.stringify(body),
    }),
  );
  Object.assign(global, { fetch: fetchMock });
  return fetchMock;
}

async function renderPage(onSignInSuccess: (identity: IdentityApi) => void) {
  await renderInTestApp(
    <PersonaSignInPage personas={personas} onSignInSuccess={onSignInSuccess} />,
    {
      apis: [
        [discoveryApiRef, mockApis.discovery({ baseUrl: 'http://backend' })],
      ],
    },
  );
}

const chooseDana = () =>
  userEvent.click(
    screen.getByRole('button', {
      name: 'Sign in as Dana Whitfield, Developer, Team Payments',
    }),
  );

describe('PersonaSignInPage', () => {
  const originalFetch = global.fetch;

  afterEach(() => {
    window.sessionStorage.clear();
    Object.assign(global, { fetch: originalFetch });
  });

  it('signs in the chosen person', async () => {
    const fetchMock = answerWith(200, session);
    const signedIn = jest.fn();
    await renderPage(signedIn);
    await chooseDana();

    await waitFor(() => expect(signedIn).toHaveBeenCalledTimes(1));
    const [url, { headers }] = fetchMock.mock.calls[0];
    expect(url).toBe('http://backend/api/auth/development/refresh');
    expect(headers.get('x-who')).toBe('dana');
    const identity: IdentityApi = signedIn.mock.calls[0][0];
    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/dana',
    });
  });

  it('remembers the choice over a reload, until signing out', async () => {
    answerWith(200, session);
    window.sessionStorage.setItem('shift-down.persona', 'dana');
    const signedIn = jest.fn();
    await renderPage(signedIn);

    await waitFor(() => expect(signedIn).toHaveBeenCalledTimes(1));
    await signedIn.mock.calls[0][0].signOut();
    expect(window.sessionStorage.getItem('shift-down.persona')).toBeNull();
  });

  it('says why it did not work, and lets one choose again', async () => {
    answerWith(404, {
      error: { name: 'NotFoundError', message: 'User not found' },
      response: { statusCode: 404 },
    });
    await renderPage(jest.fn());
    await chooseDana();

    expect(await screen.findByText(/User not found/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Choose again' }));
    expect(
      screen.getByRole('button', { name: /Sam Moreau/ }),
    ).toBeInTheDocument();
  });
});
