/** Where the API server keeps an object, from what it says of its resources. */
import type { ControlPlane } from '../types';
import type { KubernetesObject } from './KubernetesObject';

interface Resource {
  name: string;
  kind: string;
  namespaced: boolean;
}

export type Paths = (object: KubernetesObject) => Promise<{
  /** To create it, and to list its siblings. */
  collection: string;
  object: string;
  hasStatusRoute: boolean;
}>;

/** Asks for each API version once. */
export function pathFinder(server: Pick<ControlPlane, 'json'>): Paths {
  const known = new Map<string, Promise<Resource[]>>();

  function resourcesOf(apiVersion: string): Promise<Resource[]> {
    let found = known.get(apiVersion);
    if (!found) {
      found = server
        .json<{ resources: Resource[] }>(prefixOf(apiVersion))
        .then(({ resources }) => resources);
      known.set(apiVersion, found);
    }
    return found;
  }

  return async ({ apiVersion, kind, metadata }) => {
    const resources = await resourcesOf(apiVersion);
    const resource = resources.find(
      candidate => candidate.kind === kind && !candidate.name.includes('/'),
    );
    if (!resource) {
      throw new Error(`${prefixOf(apiVersion)} knows no ${kind}.`);
    }
    const namespace = resource.namespaced
      ? `/namespaces/${metadata.namespace ?? 'default'}`
      : '';
    const collection = `${prefixOf(apiVersion)}${namespace}/${resource.name}`;
    return {
      collection,
      object: `${collection}/${encodeURIComponent(metadata.name)}`,
      hasStatusRoute: resources.some(
        candidate => candidate.name === `${resource.name}/status`,
      ),
    };
  };
}

function prefixOf(apiVersion: string) {
  return apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
}
