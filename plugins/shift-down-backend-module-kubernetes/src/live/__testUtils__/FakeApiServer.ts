/** A small API server that a test can make misbehave in every way that matters. */
import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import type { AddressInfo, Socket } from 'net';
import { groupBody, groupsBody } from './discoveryBodies';

interface FakeObject {
  apiVersion?: string;
  kind?: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

interface Resource {
  group: string;
  version: string;
  plural: string;
  kind: string;
  objects: Map<string, FakeObject>;
  events: { version: number; line: string; namespace: string }[];
  watches: Set<ServerResponse>;
}

/** Takes a request over; false leaves it to the server. */
export type Intercept = (
  request: { path: string; query: URLSearchParams; resource?: string },
  response: ServerResponse,
) => boolean;

const BUILT_IN: [string, string, string][] = [
  ['', 'namespaces', 'Namespace'],
  ['', 'pods', 'Pod'],
  ['', 'serviceaccounts', 'ServiceAccount'],
  ['', 'services', 'Service'],
  ['', 'resourcequotas', 'ResourceQuota'],
  ['', 'limitranges', 'LimitRange'],
  ['', 'replicationcontrollers', 'ReplicationController'],
  ['apps', 'deployments', 'Deployment'],
  ['apps', 'replicasets', 'ReplicaSet'],
  ['apps', 'statefulsets', 'StatefulSet'],
  ['apps', 'daemonsets', 'DaemonSet'],
  ['batch', 'jobs', 'Job'],
  ['batch', 'cronjobs', 'CronJob'],
  ['networking.k8s.io', 'networkpolicies', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io', 'roles', 'Role'],
  ['rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding'],
  ['rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole'],
  ['rbac.authorization.k8s.io', 'clusterrolebindings', 'ClusterRoleBinding'],
];

const nameOf = (group: string, plural: string) =>
  group ? `${plural}.${group}` : plural;

export class FakeApiServer {
  /** What it says its version is, if it says so. */
  gitVersion?: string;
  /** Every request, as `path?query`. */
  readonly requests: string[] = [];
  readonly forbidden = new Set<string>();
  intercept: Intercept | undefined;
  /** Groups that discovery names but knows nothing of. */
  readonly staleGroups = new Set<string>();
  aggregatedDiscovery = true;

  readonly #resources = new Map<string, Resource>();
  readonly #sockets = new Set<Socket>();
  #version = 100;
  #compacted = 0;
  #server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    this.requests.push(`${url.pathname}${url.search}`);
    this.#answer(url, request, response);
  });

  constructor() {
    BUILT_IN.forEach(([group, plural, kind]) =>
      this.install(group, 'v1', plural, kind),
    );
    this.identify('cluster-1');
  }

  async start(): Promise<string> {
    this.#server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.dropConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  dropConnections(): void {
    this.#sockets.forEach(socket => socket.destroy());
  }

  identify(uid: string): void {
    this.put('namespaces', { metadata: { name: 'kube-system', uid } });
  }

  install(group: string, version: string, plural: string, kind: string): void {
    this.#resources.set(nameOf(group, plural), {
      group,
      version,
      plural,
      kind,
      objects: new Map(),
      events: [],
      watches: new Set(),
    });
  }

  has(resource: string): boolean {
    return this.#resources.has(resource);
  }

  uninstall(resource: string): void {
    for (const key of [...this.#of(resource).objects.keys()]) {
      this.remove(resource, key);
    }
    this.#of(resource).watches.forEach(response => response.end());
    this.#resources.delete(resource);
  }

  put(resource: string, object: FakeObject): void {
    const { group, version, kind, objects } = this.#of(resource);
    const key = keyOf(object);
    this.#version += 1;
    const before = objects.get(key);
    const stored = {
      apiVersion: group ? `${group}/${version}` : version,
      kind,
      ...object,
      metadata: {
        uid: before?.metadata.uid ?? `uid-${this.#version}`,
        creationTimestamp: '2026-11-01T10:00:00Z',
        ...object.metadata,
        resourceVersion: `${this.#version}`,
      },
    };
    objects.set(key, stored);
    this.#emit(resource, before ? 'MODIFIED' : 'ADDED', stored);
  }

  /** @param key - `name`, or `namespace/name`. */
  remove(resource: string, key: string): void {
    const { objects } = this.#of(resource);
    const object = objects.get(key);
    if (object) {
      this.#version += 1;
      objects.delete(key);
      this.#emit(resource, 'DELETED', {
        ...object,
        metadata: { ...object.metadata, resourceVersion: `${this.#version}` },
      });
    }
  }

  /** Changes that nobody is told of, as happened while a connection was dead. */
  silently(change: () => void): void {
    const watches = [...this.#resources.values()].map(
      resource => [resource, resource.watches] as const,
    );
    watches.forEach(([resource]) => {
      resource.watches = new Set();
    });
    change();
    watches.forEach(([resource, set]) => {
      resource.watches = set;
    });
  }

  /** What happened so far can no longer be asked for. */
  compact(): void {
    this.#compacted = this.#version;
    this.#resources.forEach(resource => {
      resource.events = [];
    });
  }

  bookmark(resource: string): void {
    this.write(
      resource,
      this.#line(resource, 'BOOKMARK', {
        metadata: { name: '', resourceVersion: `${this.#version}` },
      }),
    );
  }

  /** Ends the watches with an event, as servers do. */
  fail(resource: string, code: number): void {
    this.write(
      resource,
      `${JSON.stringify({
        type: 'ERROR',
        object: { kind: 'Status', code, reason: 'Gone', message: 'too old' },
      })}\n`,
    );
    this.#of(resource).watches.forEach(response => response.end());
  }

  /** Writes into every open watch. */
  write(resource: string, text: string): void {
    this.#of(resource).watches.forEach(response => response.write(text));
  }

  /** Ends every open watch, in whatever it was saying. */
  cut(resource: string): void {
    this.#of(resource).watches.forEach(response => response.destroy());
  }

  openWatches(resource: string): number {
    return this.#of(resource).watches.size;
  }

  requestsFor(part: string): string[] {
    return this.requests.filter(request => request.includes(part));
  }

  #of(resource: string): Resource {
    const found = this.#resources.get(resource);
    if (!found) {
      throw new Error(`no resource ${resource}`);
    }
    return found;
  }

  #line(resource: string, type: string, object: FakeObject): string {
    const { group, version, kind } = this.#of(resource);
    const apiVersion = group ? `${group}/${version}` : version;
    return `${JSON.stringify({
      type,
      object: { kind, apiVersion, ...object },
    })}\n`;
  }

  #emit(name: string, type: string, object: FakeObject): void {
    const resource = this.#of(name);
    const line = this.#line(name, type, object);
    const namespace = object.metadata.namespace ?? '';
    resource.events.push({ version: this.#version, line, namespace });
    resource.watches.forEach(response => response.write(line));
  }

  #answer(url: URL, _request: IncomingMessage, response: ServerResponse): void {
    const { pathname: path, searchParams: query } = url;
    const match =
      /^\/(?:api|apis\/([^/]+))\/[^/]+(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(
        path,
      );
    const resource = match ? nameOf(match[1] ?? '', match[3]) : undefined;
    if (this.intercept?.({ path, query, resource }, response)) {
      return;
    }
    if (path === '/apis') {
      const body = groupsBody(this.#resources.values(), {
        aggregated: this.aggregatedDiscovery,
        stale: this.staleGroups,
      });
      send(response, 200, body);
    } else if (/^\/apis\/[^/]+(\/[^/]+)?$/.test(path)) {
      const body = groupBody(this.#resources.values(), path);
      send(response, body ? 200 : 404, body ?? { message: 'not found' });
    } else if (path === '/version' && this.gitVersion) {
      send(response, 200, { gitVersion: this.gitVersion });
    } else if (path === '/api/v1/namespaces/kube-system') {
      const found = this.#of('namespaces').objects.get('kube-system');
      send(response, found ? 200 : 404, found ?? {});
    } else if (resource && this.forbidden.has(resource)) {
      send(response, 403, { message: `${resource} is forbidden` });
    } else if (!resource || !this.#resources.has(resource)) {
      send(response, 404, { message: 'not found' });
    } else if (query.get('watch')) {
      this.#watch(resource, query, response);
    } else {
      this.#list(resource, match?.[2], query, response);
    }
  }

  #list(
    name: string,
    namespace: string | undefined,
    query: URLSearchParams,
    response: ServerResponse,
  ): void {
    const { objects, kind, group, version } = this.#of(name);
    const [, only] = (query.get('fieldSelector') ?? '').split('=');
    const all = [...objects.values()].filter(
      ({ metadata }) =>
        (!namespace || metadata.namespace === namespace) &&
        (!only || metadata.name === only),
    );
    const token = query.get('continue') ?? `0:${this.#version}`;
    const [from, listVersion] = token.split(':').map(Number);
    if (listVersion < this.#compacted) {
      send(response, 410, { message: 'The provided continue is too old' });
      return;
    }
    const limit = Number(query.get('limit') ?? 500);
    const page = all.slice(from, from + limit);
    const next =
      from + limit < all.length ? `${from + limit}:${listVersion}` : '';
    send(response, 200, {
      kind: `${kind}List`,
      apiVersion: group ? `${group}/${version}` : version,
      metadata: { resourceVersion: `${listVersion}`, continue: next },
      items: page,
    });
  }

  #watch(name: string, query: URLSearchParams, response: ServerResponse): void {
    const resource = this.#of(name);
    const from = Number(query.get('resourceVersion'));
    if (from < this.#compacted) {
      send(response, 410, { message: 'too old resource version' });
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    resource.watches.add(response);
    response.on('close', () => resource.watches.delete(response));
    resource.events
      .filter(({ version }) => version > from)
      .forEach(({ line }) => response.write(line));
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function keyOf({ metadata }: FakeObject): string {
  return [metadata.namespace, metadata.name].filter(part => part).join('/');
}
