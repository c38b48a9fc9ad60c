import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { isSamePerson, personOf } from './identity';

const ANNOTATIONS = ['idp.example/id', 'github.com/user-id'];

function user(
  name: string,
  annotations: Record<string, string> = {},
  more: { email?: string; groups?: string[] } = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { namespace: 'default', name, annotations },
    spec: {
      ...(more.email !== undefined && { profile: { email: more.email } }),
    },
    relations: (more.groups ?? []).map(targetRef => ({
      type: 'memberOf',
      targetRef,
    })),
  };
}

async function look(entities: Entity[], name: string) {
  const userRef = `user:default/${name}`;
  return await personOf(
    {
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      userInfo: {
        getUserInfo: async () => ({
          userEntityRef: userRef,
          ownershipEntityRefs: [userRef, 'group:default/of-the-session'],
        }),
      },
      identity: { annotations: ANNOTATIONS },
    },
    mockCredentials.user(userRef),
  );
}

describe('who somebody is', () => {
  it.each<[string, Entity[], boolean]>([
    [
      'share an annotation',
      [
        user('one', { 'idp.example/id': '7' }),
        user('two', { 'idp.example/id': '7' }),
      ],
      true,
    ],
    [
      'share the second annotation, and one has the first as well',
      [
        user('one', { 'idp.example/id': '7', 'github.com/user-id': '1' }),
        user('two', { 'github.com/user-id': '1' }),
      ],
      true,
    ],
    [
      'share a value under different annotations',
      [
        user('one', { 'idp.example/id': '7' }),
        user('two', { 'github.com/user-id': '7' }),
      ],
      false,
    ],
    [
      'share the email, in any case',
      [
        user('one', {}, { email: 'Ann@Example.com' }),
        user('two', {}, { email: 'ann@example.com' }),
      ],
      true,
    ],
    [
      'share the email where one has no annotation',
      [
        user('one', { 'idp.example/id': '7' }, { email: 'ann@example.com' }),
        user('two', {}, { email: 'ann@example.com' }),
      ],
      true,
    ],
    [
      'share a mailbox, and are told apart by the identity provider',
      [
        user('one', { 'idp.example/id': '7' }, { email: 'team@example.com' }),
        user('two', { 'idp.example/id': '8' }, { email: 'team@example.com' }),
      ],
      false,
    ],
    ['share nothing', [user('one'), user('two')], false],
  ])('two entities that %s', async (_, entities, same) => {
    const [one, two] = [
      await look(entities, 'one'),
      await look(entities, 'two'),
    ];
    expect(one.subject === two.subject).toBe(same);
    expect(isSamePerson(one, two)).toBe(same);
    expect(isSamePerson(two, one)).toBe(same);
  });

  it('finds entities that share something only with each other', async () => {
    const entities = [
      user('one', { 'idp.example/id': '7' }),
      user('two', { 'idp.example/id': '7', 'github.com/user-id': '1' }),
      user('three', { 'github.com/user-id': '1' }),
    ];
    const refs = ['user:default/one', 'user:default/three', 'user:default/two'];
    for (const name of ['one', 'two', 'three']) {
      const found = await look(entities, name);
      expect(found.userRefs).toEqual(refs);
      expect(found.subject).toBe('idp.example/id=7');
    }
  });

  it('owns with all entities, and claims with the session', async () => {
    const found = await look(
      [
        user('one', { 'idp.example/id': '7' }),
        user('two', { 'idp.example/id': '7' }, { groups: ['group:default/b'] }),
      ],
      'one',
    );
    expect(found.ownership).toEqual(
      expect.arrayContaining(['user:default/two', 'group:default/b']),
    );
    expect(found.claims).toEqual([
      'user:default/one',
      'group:default/of-the-session',
    ]);
  });

  it('knows somebody by what they were known by before', async () => {
    const found = await look(
      [user('one', { 'idp.example/id': '7' }, { email: 'ann@example.com' })],
      'one',
    );
    expect(
      isSamePerson(found, {
        userRef: 'user:default/gone',
        subject: 'email=ann@example.com',
      }),
    ).toBe(true);
  });

  it('does not know who is not in the catalog', async () => {
    const found = await look([user('two')], 'one');
    expect(found).toMatchObject({
      isKnown: false,
      subject: 'user:default/one',
    });
  });
});
