import type { NormaliseContext } from '../kinds/types';
import { OwnerGraph, toSubject } from '../ownership';

/** Web: a Pod of a ReplicaSet of a Deployment, and a ReplicaSet of an older revision. */
export function createContext(): NormaliseContext {
  const graph = new OwnerGraph();
  const base = { apiVersion: '', namespace: 'shop', uid: '' };
  const owner = (kind: string, name: string) => ({
    apiVersion: '',
    kind,
    name,
    uid: '',
    controller: true,
  });
  graph.add({
    ...base,
    kind: 'Deployment',
    name: 'web',
    owners: [],
    replicas: 1,
  });
  for (const [name, replicas] of [
    ['web-1', 0],
    ['web-2', 1],
  ] as const) {
    graph.add({
      ...base,
      kind: 'ReplicaSet',
      name,
      replicas,
      owners: [owner('Deployment', 'web')],
    });
  }
  graph.add({
    ...base,
    kind: 'Pod',
    name: 'web-2-a',
    owners: [owner('ReplicaSet', 'web-2')],
  });
  return {
    subjectOf: reference =>
      graph.isSuperseded(reference)
        ? undefined
        : toSubject(graph.rootOf(reference)),
    // Nothing in a plain address wants cleaning.
    clean: text => (/^https:[^?]*$/.test(text) ? text : `clean(${text})`),
  };
}
