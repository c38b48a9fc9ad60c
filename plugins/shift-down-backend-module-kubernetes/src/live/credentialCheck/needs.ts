/** Whether what is collected can be collected. */
import type { SourceCheck } from '@shift-down/plugin-shift-down-node';
import { choose } from '../discovery/choose';
import type { ServedGroups } from '../discovery/discover';
import { RESOURCES, type CollectedResource } from '../resources';
import { inParallel } from './inParallel';
import type { AccessAttributes } from './reviews';

/** Questions under way at the same time. @internal */
export const PARALLEL_REVIEWS = 8;

const VERBS = ['list', 'watch'];

/** Of what is denied; there may be very many namespaces. */
const MAXIMUM_NAMED = 5;

/**
 * One check for each resource in the table.
 *
 * @param may - Asks the API server.
 * @internal
 */
export async function checkNeeds(
  served: ServedGroups,
  namespaces: string[] | undefined,
  may: (attributes: AccessAttributes) => Promise<boolean>,
): Promise<SourceCheck[]> {
  return inParallel(RESOURCES, PARALLEL_REVIEWS, async wanted => {
    const name = `list and watch ${nameOf(wanted)}`;
    const choice = choose(wanted, served);
    if (choice.type === 'absent') {
      return { name, outcome: 'skipped', message: 'Not installed.' };
    }
    if (choice.type === 'failed') {
      return { name, outcome: 'failed', message: choice.error };
    }
    const denied: AccessAttributes[] = [];
    for (const attributes of attributesOf(
      wanted,
      choice.resources,
      namespaces,
    )) {
      if (!(await may(attributes))) {
        denied.push(attributes);
      }
    }
    if (denied.length === 0) {
      return { name, outcome: 'passed', message: 'Allowed.' };
    }
    const grant = `Grant get, list and watch on ${wanted.resource} in apiGroups ["${wanted.group}"]`;
    // Rights in namespaces alone never reach it.
    const outOfReach = namespaces !== undefined && isOfTheCluster(wanted);
    return {
      name,
      outcome: outOfReach ? 'warning' : 'failed',
      message: `${describeDenied(denied)} ${grant}${
        outOfReach ? ' with a ClusterRole, or do without them' : ''
      }.`,
    };
  });
}

function isOfTheCluster({ namespaced, sourceKind }: CollectedResource) {
  return !namespaced && sourceKind !== 'Namespace';
}

function attributesOf(
  wanted: CollectedResource,
  served: { resource: string }[],
  namespaces: string[] | undefined,
): AccessAttributes[] {
  const places = placesOf(wanted, namespaces);
  return served.flatMap(({ resource }) =>
    places.flatMap(place =>
      VERBS.map(verb => ({ verb, group: wanted.group, resource, ...place })),
    ),
  );
}

function placesOf(
  { namespaced, sourceKind }: CollectedResource,
  namespaces: string[] | undefined,
): { namespace?: string; name?: string }[] {
  if (namespaces && sourceKind === 'Namespace') {
    return namespaces.map(name => ({ name }));
  }
  return namespaces && namespaced
    ? namespaces.map(namespace => ({ namespace }))
    : [{}];
}

function describeDenied(denied: AccessAttributes[]): string {
  const verbs = new Map<string, string[]>();
  for (const { verb, resource, namespace, name } of denied) {
    const what = `${resource}${name ? ` ${name}` : ''}${
      namespace ? ` in ${namespace}` : ''
    }`;
    verbs.set(what, [...(verbs.get(what) ?? []), verb]);
  }
  const told = [...verbs].map(([what, of]) => `${of.join(' and ')} ${what}`);
  const rest = told.length - MAXIMUM_NAMED;
  return `The credential may not ${told.slice(0, MAXIMUM_NAMED).join(', ')}${
    rest > 0 ? ` and ${rest} more` : ''
  }.`;
}

function nameOf({ group, resource }: CollectedResource): string {
  return group ? `${resource}.${group}` : resource;
}
