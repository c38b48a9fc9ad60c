import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { describedByOthers } from './describedByOthers';
import { toNamespaceEntity } from './toNamespaceEntity';

const NAMESPACE = {
  id: 'an-id',
  cluster: 'demo',
  name: 'refunds',
  entityName: 'demo-refunds',
  ownerRef: 'group:default/team-payments',
  environment: 'production',
};

function resource(change: {
  type?: string;
  owner?: string;
  cluster?: string;
  namespace?: string;
}) {
  const { type = 'kubernetes-namespace', owner = 'team-payments' } = change;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: 'other',
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': 'url:https://git.example/a.yaml',
        'backstage.io/kubernetes-cluster': change.cluster ?? 'demo',
        'backstage.io/kubernetes-namespace': change.namespace ?? 'refunds',
      },
    },
    spec: { type, owner },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  };
}

describe('describedByOthers', () => {
  it.each([
    ['another Resource of its owner', resource({}), 1],
    ['one of another team', resource({ owner: 'team-orders' }), 0],
    ['one of another sort', resource({ type: 'database' }), 0],
    ['one in another cluster', resource({ cluster: 'other' }), 0],
    ['one of another namespace', resource({ namespace: 'other' }), 0],
    [
      'our own',
      {
        ...toNamespaceEntity(NAMESPACE),
        relations: [
          { type: 'ownedBy', targetRef: 'group:default/team-payments' },
        ],
      },
      0,
    ],
  ])('judges %s', async (_case, entity, count) => {
    const described = await describedByOthers([NAMESPACE], {
      auth: mockServices.auth(),
      catalog: catalogServiceMock({ entities: [entity] }),
    });
    expect(described.size).toBe(count);
  });
});
