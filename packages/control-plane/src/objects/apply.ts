import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../access/client';
import type { ControlPlane } from '../types';
import type { KubernetesObject } from './KubernetesObject';
import { pathFinder, type Paths } from './paths';

const CONCURRENCY = 32;
const SERVICE_ACCOUNT_LIMIT_MS = 30_000;
const POLL_MS = 50;

/** What others stand in. */
const FIRST = ['CustomResourceDefinition', 'Namespace'];

type Server = Pick<ControlPlane, 'request' | 'json' | 'controllerManager'>;

/**
 * Creates objects, many at a time, namespaces before what is in them; replaces those that
 * exist (Pods are patched). A `status` is written too, where that takes a second request.
 * Returns them as the server has them, in the given order.
 */
export async function applyObjects(
  server: Server,
  objects: KubernetesObject[],
): Promise<KubernetesObject[]> {
  const paths = pathFinder(server);
  const answers = new Map<KubernetesObject, KubernetesObject>();
  const apply = async (object: KubernetesObject) => {
    answers.set(object, await applyObject(server, paths, object));
  };
  await inParallel(objects.filter(isFirst), async object => {
    await apply(object);
    await untilUsable(server, object);
  });
  await inParallel(
    objects.filter(object => !isFirst(object)),
    apply,
  );
  return objects.map(object => answers.get(object)!);
}

/** Deletes objects, many at a time; those that are gone already are as wanted. */
export async function deleteObjects(
  server: Server,
  objects: KubernetesObject[],
): Promise<void> {
  const paths = pathFinder(server);
  await inParallel(objects, async object => {
    const { object: path } = await paths(object);
    await server
      .json(path, {
        method: 'DELETE',
        // A Pod would wait for its kubelet.
        json: { gracePeriodSeconds: 0, propagationPolicy: 'Background' },
      })
      .catch(error => {
        if (!isStatus(error, 404)) {
          throw error;
        }
      });
  });
}

function isFirst({ kind }: KubernetesObject) {
  return FIRST.includes(kind);
}

async function applyObject(
  server: Server,
  paths: Paths,
  object: KubernetesObject,
): Promise<KubernetesObject> {
  const path = await paths(object);
  const stored = await server
    .json<KubernetesObject>(path.collection, { method: 'POST', json: object })
    .catch(error => {
      if (!isStatus(error, 409)) {
        throw error;
      }
      return replaceObject(server, path.object, object);
    });
  if (object.status === undefined || !path.hasStatusRoute) {
    return stored;
  }
  return server.json(`${path.object}/status`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    json: { status: object.status },
  });
}

async function replaceObject(
  server: Server,
  path: string,
  object: KubernetesObject,
): Promise<KubernetesObject> {
  if (object.kind === 'Pod') {
    // The spec holds what the server filled in, and can't be replaced.
    return server.json(path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
      json: object,
    });
  }
  const { metadata } = await server.json<KubernetesObject>(path);
  const { resourceVersion } = metadata;
  return server.json(path, {
    method: 'PUT',
    json: { ...object, metadata: { ...object.metadata, resourceVersion } },
  });
}

/** A Pod is refused until its namespace has a service account. */
async function untilUsable(
  server: Server,
  { kind, metadata }: KubernetesObject,
) {
  if (kind !== 'Namespace' || !server.controllerManager) {
    return;
  }
  const path = `/api/v1/namespaces/${metadata.name}/serviceaccounts/default`;
  const deadline = Date.now() + SERVICE_ACCOUNT_LIMIT_MS;
  while (!(await server.request(path)).ok) {
    if (Date.now() > deadline) {
      throw new Error(`The controller manager made no ${path}.`);
    }
    await sleep(POLL_MS);
  }
}

function isStatus(error: unknown, status: number) {
  return error instanceof ApiError && error.status === status;
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<void>) {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const item of waiting) {
        await work(item);
      }
    }),
  );
}
