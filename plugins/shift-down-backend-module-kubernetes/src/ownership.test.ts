import { OwnerGraph, toSubject, type OwnedObject } from './ownership';

const REFERENCE = { apiVersion: '', namespace: 'shop', uid: '' };

function object(
  kind: string,
  name: string,
  owner?: { kind: string; name: string; uid?: string },
  more: Partial<OwnedObject> = {},
): OwnedObject {
  return {
    ...REFERENCE,
    kind,
    name,
    uid: `uid-${kind}-${name}`,
    owners: owner
      ? [{ apiVersion: 'v1', uid: '', controller: true, ...owner }]
      : [],
    ...more,
  };
}

function graphOf(...objects: OwnedObject[]): OwnerGraph {
  const graph = new OwnerGraph();
  objects.forEach(it => graph.add(it));
  return graph;
}

const deployment = object('Deployment', 'web', undefined, { replicas: 2 });
const replicaSet = object('ReplicaSet', 'web-1', deployment, { replicas: 2 });
const pod = object('Pod', 'web-1-a', replicaSet);

describe('OwnerGraph', () => {
  it.each([
    {
      chain: 'Pod → ReplicaSet → Deployment',
      objects: [deployment, replicaSet, pod],
      root: 'Deployment/web',
    },
    {
      chain: 'Pod → Job → CronJob',
      objects: [
        object('CronJob', 'nightly'),
        object('Job', 'nightly-1', { kind: 'CronJob', name: 'nightly' }),
        object('Pod', 'web-1-a', { kind: 'Job', name: 'nightly-1' }),
      ],
      root: 'CronJob/nightly',
    },
    {
      chain: 'a Pod of its own',
      objects: [object('Pod', 'web-1-a')],
      root: 'Pod/web-1-a',
    },
    {
      chain: 'a static Pod, which its Node merely runs',
      objects: [object('Pod', 'web-1-a', { kind: 'Node', name: 'n1' })],
      root: 'Pod/web-1-a',
    },
    {
      chain: 'an owner of a kind nobody collects',
      objects: [
        object('ReplicaSet', 'web-1', { kind: 'Rollout', name: 'web' }),
        pod,
      ],
      root: 'Rollout/web',
    },
    {
      chain: 'an owner that is gone',
      objects: [pod],
      root: 'ReplicaSet/web-1',
    },
    {
      chain: 'an owner that was made anew under its name',
      objects: [
        deployment,
        replicaSet,
        object('Pod', 'web-1-a', { ...replicaSet, uid: 'of-the-former' }),
      ],
      root: 'Deployment/web',
    },
    {
      chain: 'an owner whose UID tells more than its name',
      objects: [
        deployment,
        replicaSet,
        object('Pod', 'web-1-a', { ...replicaSet, name: 'misspelt' }),
      ],
      root: 'Deployment/web',
    },
    {
      chain: 'a Pod that owns itself',
      objects: [object('Pod', 'web-1-a', { kind: 'Pod', name: 'web-1-a' })],
      root: 'Pod/web-1-a',
    },
    {
      chain: 'owners in a circle',
      objects: [
        object('ReplicaSet', 'web-1', { kind: 'Pod', name: 'web-1-a' }),
        pod,
      ],
      root: 'Pod/web-1-a',
    },
    {
      chain: 'an endless row of owners',
      objects: [
        object('Pod', 'web-1-a', { kind: 'Ring', name: '0' }),
        ...Array.from({ length: 100 }, (_, index) =>
          object('Ring', `${index}`, { kind: 'Ring', name: `${index + 1}` }),
        ),
      ],
      root: 'Pod/web-1-a',
    },
  ])('finds the root of $chain', ({ objects, root }) => {
    const found = graphOf(...objects).rootOf({
      ...REFERENCE,
      kind: 'Pod',
      name: 'web-1-a',
    });
    expect(`${found.kind}/${found.name}`).toBe(root);
  });

  it('keeps what it does not know as it was named', () => {
    const reference = { ...REFERENCE, kind: 'Service', name: 'web' };
    expect(graphOf().rootOf(reference)).toEqual(reference);
  });

  it('never takes an object of another namespace for an owner', () => {
    const foreign = { ...deployment, namespace: 'elsewhere' };
    const graph = graphOf(foreign, replicaSet, pod);
    expect(toSubject(graph.rootOf(pod))).toEqual({
      namespace: 'shop',
      kind: 'Deployment',
      name: 'web',
    });
    expect(graph.rootOf({ ...pod, uid: foreign.uid, kind: 'X' })).toMatchObject(
      {
        namespace: 'shop',
        kind: 'X',
      },
    );
  });

  it('forgets deleted objects, but not those that took their place', () => {
    const graph = graphOf(deployment, replicaSet, pod);
    const again = { ...replicaSet, owners: [] };
    graph.add(again);
    graph.delete(replicaSet);
    expect(graph.rootOf(pod)).toBe(again);
    graph.delete(again);
    expect(graph.rootOf(pod)).toMatchObject({
      kind: 'ReplicaSet',
      uid: replicaSet.uid,
    });
  });

  it.each([
    { replicas: 0, wanted: 2, superseded: true },
    { replicas: 2, wanted: 2, superseded: false },
    { replicas: 0, wanted: 0, superseded: false },
    { replicas: undefined, wanted: 2, superseded: false },
  ])(
    'calls a ReplicaSet with $replicas of $wanted replicas superseded: $superseded',
    ({ replicas, wanted, superseded }) => {
      const graph = graphOf(
        { ...deployment, replicas: wanted },
        { ...replicaSet, replicas },
      );
      expect(graph.isSuperseded(replicaSet)).toBe(superseded);
    },
  );
});
