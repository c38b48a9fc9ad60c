import { toNamespaceEntity } from './toNamespaceEntity';

const NAMESPACE = {
  id: 'an-id',
  cluster: 'demo',
  name: 'payments-refunds',
  entityName: 'demo-payments-refunds',
  ownerRef: 'group:default/team-payments',
  environment: 'production',
};

describe('toNamespaceEntity', () => {
  it('says where it is, whose it is and what it is for', () => {
    expect(
      toNamespaceEntity({
        ...NAMESPACE,
        clusterTitle: 'Demo cluster',
        systemRef: 'system:default/payments',
        dependencyOf: ['component:default/payments-api'],
        baselineVersion: '1.0.0',
      }),
    ).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        namespace: 'default',
        name: 'demo-payments-refunds',
        title: 'Namespace payments-refunds',
        description:
          'In Demo cluster, for production; secure by baseline 1.0.0',
        annotations: {
          'backstage.io/managed-by-location':
            'shift-down:demo/payments-refunds',
          'backstage.io/managed-by-origin-location':
            'shift-down:demo/payments-refunds',
          'backstage.io/kubernetes-cluster': 'demo',
          'backstage.io/kubernetes-namespace': 'payments-refunds',
        },
      },
      spec: {
        type: 'kubernetes-namespace',
        owner: 'group:default/team-payments',
        system: 'system:default/payments',
        dependencyOf: ['component:default/payments-api'],
      },
    });
  });

  it('says nothing of what nobody said', () => {
    expect(toNamespaceEntity(NAMESPACE)).toMatchObject({
      metadata: { description: 'In demo, for production' },
      spec: {
        type: 'kubernetes-namespace',
        owner: 'group:default/team-payments',
      },
    });
    expect(Object.keys(toNamespaceEntity(NAMESPACE).spec)).toEqual([
      'type',
      'owner',
    ]);
  });
});
