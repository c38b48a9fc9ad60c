import {
  deployment,
  namespace,
  networkPolicy,
  object,
  objectsOf,
  stateOf,
} from './__testUtils__/states';
import { namespaceStateOf } from './namespaceStateOf';
import { namespaceStatesOf } from './namespaceStatesOf';
import { NAMESPACE_STATE_KINDS } from './types';

describe('namespaceStatesOf', () => {
  it('groups what is in each namespace, with the roles of the cluster', () => {
    const states = namespaceStatesOf(
      objectsOf(`
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { a: b } }
---
apiVersion: v1
kind: Service
metadata: { name: s, namespace: billing }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: elsewhere }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  jobTemplate:
    spec:
      template:
        metadata: { labels: { job: nightly } }
        spec: { serviceAccountName: runner, hostNetwork: true }
`),
    );
    expect(
      states.map(({ name, labels, services, workloads, rbac }) => ({
        name,
        labels,
        services: services.map(it => it.name),
        workloads,
        roles: rbac.roles.map(it => it.name),
      })),
    ).toEqual([
      {
        name: 'shop',
        labels: { a: 'b' },
        services: [],
        workloads: [],
        roles: ['reader'],
      },
      {
        name: 'billing',
        labels: undefined,
        services: ['s'],
        workloads: [],
        roles: ['reader'],
      },
      {
        name: 'default',
        labels: undefined,
        services: [],
        workloads: [
          {
            object: { namespace: 'default', kind: 'CronJob', name: 'nightly' },
            podLabels: { job: 'nightly' },
            serviceAccountName: 'runner',
            hostNetwork: true,
          },
        ],
        roles: ['reader'],
      },
    ]);
  });

  it('takes no kind for complete unless told so', () => {
    const [state] = namespaceStatesOf(objectsOf(namespace()));
    expect(Object.keys(state.incomplete)).toEqual([...NAMESPACE_STATE_KINDS]);
  });

  it('puts roles that name no namespace where they will be', () => {
    const [state] = namespaceStatesOf(
      objectsOf(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: r }
`),
      { defaultNamespace: 'shop' },
    );
    expect(state.rbac.roles).toEqual([
      expect.objectContaining({ kind: 'Role', namespace: 'shop', name: 'r' }),
    ]);
  });

  it('counts Pods as what owns them, if that is there', () => {
    const owned = (owner: string) => `
apiVersion: v1
kind: Pod
metadata:
  name: p-${owner}
  namespace: shop
  ownerReferences: [{ kind: Deployment, name: ${owner}, controller: true }]
spec: { containers: [] }
---
`;
    const { workloads } = stateOf(
      deployment('web') + owned('web') + owned('gone'),
    );
    expect(workloads.map(it => it.object.name)).toEqual(['web', 'p-gone']);
  });

  it('takes an object of another form for a gap, and goes on with the rest', () => {
    const state = stateOf(
      namespace() +
        networkPolicy('odd', '{ podSelector: {}, ingress: all }') +
        networkPolicy('fine', '{ podSelector: {} }'),
    );
    expect(state.networkPolicies.map(it => it.name)).toEqual(['fine']);
    expect(state.incomplete).toEqual({
      NetworkPolicy:
        'NetworkPolicy odd could not be read: spec.ingress is not as the API has it',
    });
  });

  it('reads a role once for however many namespaces', () => {
    const [role] = objectsOf(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader }
`);
    const source = { object: role, labels: { tier: 'x' } };
    const [first, second] = ['a', 'b'].map(
      name => namespaceStateOf(name, [source]).rbac.roles[0],
    );
    expect(second).toBe(first);
    expect(first.labels).toEqual({ tier: 'x' });
  });

  it('finds labels of Pods among those that are kept apart', () => {
    const [web] = objectsOf(
      object(
        'apps/v1',
        'Deployment',
        'web',
        'spec: { template: { spec: { containers: [] } } }',
      ),
    );
    const state = namespaceStateOf('shop', [
      {
        object: web,
        labels: { app: 'web' },
        subject: { namespace: 'shop', kind: 'Rollout', name: 'web' },
      },
    ]);
    expect(state.workloads).toEqual([
      expect.objectContaining({
        object: { namespace: 'shop', kind: 'Rollout', name: 'web' },
        podLabels: { app: 'web' },
      }),
    ]);
  });
});
