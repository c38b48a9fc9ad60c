import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../types';
import {
  CUSTOM_RESOURCES,
  definitionOf,
  nameOf,
  type CustomResource,
} from './definitions';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const LIMIT_MS = 30_000;
const POLL_MS = 50;

type Server = Pick<ControlPlane, 'request' | 'json'>;

/**
 * Installs definitions by name (`policyreports.wgpolicyk8s.io`), all that this package
 * knows by default, and waits until they are served. What is installed stays as it is.
 */
export async function installCustomResources(
  server: Server,
  names: string[] = CUSTOM_RESOURCES.map(nameOf),
): Promise<void> {
  await Promise.all(names.map(name => install(server, find(name))));
}

/** Removes one with all its objects, and waits until it is no longer served. */
export async function removeCustomResource(
  server: Server,
  name: string,
): Promise<void> {
  await server.json(`${DEFINITIONS}/${name}`, { method: 'DELETE' });
  const gone = async (path: string) =>
    (await server.request(path)).status === 404;
  await until(
    `${name} is gone`,
    async () =>
      (await gone(`${DEFINITIONS}/${name}`)) &&
      (await gone(pathOf(find(name)))),
  );
}

async function install(server: Server, resource: CustomResource) {
  const response = await server.request(DEFINITIONS, {
    method: 'POST',
    json: definitionOf(resource),
  });
  if (!response.ok && response.status !== 409) {
    throw new Error(
      `${nameOf(resource)} was refused: ${await response.text()}`,
    );
  }
  await until(
    `${nameOf(resource)} is served`,
    async () => (await server.request(pathOf(resource))).ok,
  );
}

function find(name: string): CustomResource {
  const found = CUSTOM_RESOURCES.find(resource => nameOf(resource) === name);
  if (!found) {
    throw new Error(
      `${name} is none of ${CUSTOM_RESOURCES.map(nameOf).join(', ')}.`,
    );
  }
  return found;
}

/** Of none of its objects, but asked of the watch cache, which takes a moment to begin. */
function pathOf({ group, versions, plural }: CustomResource) {
  return `/apis/${group}/${versions[0]}/${plural}?fieldSelector=metadata.name%3Dnone`;
}

async function until(what: string, holds: () => Promise<boolean>) {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`After ${LIMIT_MS / 1000} s it isn't so: ${what}.`);
    }
    await sleep(POLL_MS);
  }
}
