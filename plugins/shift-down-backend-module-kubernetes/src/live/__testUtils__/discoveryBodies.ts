/** What an API server answers when it is asked what it serves. */

interface ServedResource {
  group: string;
  version: string;
  plural: string;
  kind: string;
}

const VERBS = ['get', 'list', 'watch'];

/**
 * The answer to `/apis`.
 *
 * @param options - `aggregated`: with all resources, as newer servers do; `stale`:
 * groups whose own servers don't answer.
 */
export function groupsBody(
  resources: Iterable<ServedResource>,
  options: { aggregated: boolean; stale: ReadonlySet<string> },
): object {
  const groups = [...groupsOf(resources)].map(([name, served]) => ({
    name,
    versions: [...new Set(served.map(({ version }) => version))],
    served,
  }));
  if (!options.aggregated) {
    return {
      kind: 'APIGroupList',
      groups: groups.map(({ name, versions }) => ({
        name,
        versions: versions.map(version => ({ version })),
      })),
    };
  }
  return {
    kind: 'APIGroupDiscoveryList',
    items: groups.map(({ name, versions, served }) => ({
      metadata: { name },
      versions: versions.map(version => ({
        version,
        freshness: options.stale.has(name) ? 'Stale' : 'Current',
        resources: options.stale.has(name)
          ? []
          : served
              .filter(it => it.version === version)
              .map(({ plural, kind }) => ({
                resource: plural,
                responseKind: { group: name, version, kind },
                verbs: VERBS,
              })),
      })),
    })),
  };
}

/** The answer to `/apis/<group>/<version>`; `undefined` if there is no such group. */
export function groupBody(
  resources: Iterable<ServedResource>,
  path: string,
): object | undefined {
  const [, , group, version] = path.split('/');
  const served = groupsOf(resources).get(group);
  return (
    served && {
      resources: served
        .filter(it => it.version === version)
        .map(({ plural, kind }) => ({ name: plural, kind, verbs: VERBS })),
    }
  );
}

function groupsOf(
  resources: Iterable<ServedResource>,
): Map<string, ServedResource[]> {
  const groups = new Map<string, ServedResource[]>();
  for (const resource of resources) {
    if (resource.group) {
      const known = groups.get(resource.group) ?? [];
      groups.set(resource.group, [...known, resource]);
    }
  }
  return groups;
}
