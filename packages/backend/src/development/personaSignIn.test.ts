import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { PERSONA_HEADER, personaSignInModule } from './personaSignIn';

const people = ['dana', 'ben', 'mallory'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: { memberOf: ['team-payments'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/team-payments' }],
}));

function startPortal(listen: object = { host: '127.0.0.1', port: 0 }) {
  return startTestBackend({
    features: [
      authPlugin,
      personaSignInModule,
      catalogServiceMock.factory({ entities: people }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007', listen },
          auth: {
            providers: {
              development: {
                header: PERSONA_HEADER,
                personas: [
                  { user: 'dana', displayName: 'Dana Whitfield' },
                  { user: 'nobody', displayName: 'Nobody' },
                ],
              },
            },
          },
        },
      }),
    ],
  });
}

describe('personaSignInModule', () => {
  const nodeEnv = process.env.NODE_ENV;

  beforeEach(() => {
    Object.assign(process.env, { NODE_ENV: 'development' });
  });

  afterEach(() => {
    Object.assign(process.env, { NODE_ENV: nodeEnv });
  });

  it('signs in a listed person as their User, with their groups', async () => {
    const { server } = await startPortal();
    const response = await request(server)
      .get('/api/auth/development/refresh')
      .set(PERSONA_HEADER, 'dana');

    expect(response.status).toBe(200);
    expect(response.body.profile.displayName).toBe('Dana Whitfield');
    expect(response.body.backstageIdentity.identity).toEqual({
      type: 'user',
      userEntityRef: 'user:default/dana',
      ownershipEntityRefs: ['user:default/dana', 'group:default/team-payments'],
    });
  });

  it.each`
    case                             | headers                              | status
    ${'no one'}                      | ${{}}                                | ${401}
    ${'a User who is not listed'}    | ${{ [PERSONA_HEADER]: 'mallory' }}   | ${401}
    ${'a ref instead of a name'}     | ${{ [PERSONA_HEADER]: 'user:dana' }} | ${401}
    ${'somebody not in the catalog'} | ${{ [PERSONA_HEADER]: 'nobody' }}    | ${404}
  `('refuses $case', async ({ headers, status }) => {
    const { server } = await startPortal();
    const response = await request(server)
      .get('/api/auth/development/refresh')
      .set(headers);

    expect(response.status).toBe(status);
    expect(response.body.backstageIdentity).toBeUndefined();
  });

  it('does not start outside development', async () => {
    Object.assign(process.env, { NODE_ENV: 'production' });
    await expect(startPortal()).rejects.toThrow(/not 'development'/);
  });

  it('does not start where others can reach it', async () => {
    await expect(startPortal({ host: '0.0.0.0' })).rejects.toThrow(
      /Set backend.listen.host to 127.0.0.1/,
    );
  });
});
