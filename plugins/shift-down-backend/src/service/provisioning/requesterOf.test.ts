import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import { insertEntity } from '../../__testUtils__/rows';
import { requesterOf } from './requesterOf';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ANN = 'user:default/ann';

describe('requesterOf', () => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, 'SQLITE_3');
    await insertEntity(knex, 'group:default/team-a');
    await knex('entity_relations').insert({
      source_ref: 'group:default/team-a',
      type: 'childOf',
      target_ref: 'group:default/department',
    });
  });

  const ask = (claims: string[], memberOf: string[] | undefined) =>
    requesterOf(
      {
        auth: mockServices.auth(),
        catalog: catalogServiceMock({
          entities: memberOf
            ? [
                {
                  apiVersion: 'backstage.io/v1alpha1',
                  kind: 'User',
                  metadata: { namespace: 'default', name: 'ann' },
                  relations: memberOf.map(targetRef => ({
                    type: 'memberOf',
                    targetRef,
                  })),
                },
              ]
            : [],
        }),
        database: knex,
        userInfo: {
          getUserInfo: async () => ({
            userEntityRef: ANN,
            ownershipEntityRefs: claims,
          }),
        },
      },
      mockCredentials.user(ANN),
    );

  it.each([
    [
      'a group of both',
      ['group:default/team-a'],
      ['group:default/team-a'],
      ['group:default/team-a'],
    ],
    [
      'a group above one of theirs',
      ['group:default/department'],
      ['group:default/team-a'],
      ['group:default/department'],
    ],
    [
      'a group in another case',
      ['Group:default/Team-A'],
      ['group:default/team-a'],
      ['group:default/team-a'],
    ],
    [
      'no group that they have left',
      ['group:default/team-b'],
      ['group:default/team-a'],
      [],
    ],
    [
      'no group that the session does not know',
      [ANN],
      ['group:default/team-a'],
      [],
    ],
    ['no user as a group', [ANN, 'user:default/bob'], [], []],
  ])('gives them %s', async (_what, claims, memberOf, groups) => {
    expect(await ask(claims, memberOf)).toMatchObject({
      userRef: ANN,
      groups,
      isKnown: true,
    });
  });

  it('gives none to somebody whom the catalog does not have', async () => {
    expect(await ask(['group:default/team-a'], undefined)).toEqual({
      userRef: ANN,
      claims: ['group:default/team-a'],
      groups: [],
      isKnown: false,
    });
  });
});
