import type { CollectedResource } from '../resources';
import type { ServedGroups } from './discover';

/** What a server has of a resource in the table. @internal */
export type Choice =
  | {
      type: 'served';
      resources: { version: string; resource: string; kind: string }[];
    }
  | { type: 'absent' }
  /** It can't be said, or it is there in a form that nobody can read. */
  | { type: 'failed'; error: string };

/**
 * One version of each resource, the wanted one where there are several: otherwise
 * every object would be there twice.
 * @internal
 */
export function choose(
  wanted: CollectedResource,
  served: ServedGroups,
): Choice {
  if (wanted.group === '') {
    const { resource, kind } = wanted;
    const [version] = wanted.versions;
    return { type: 'served', resources: [{ version, resource, kind }] };
  }
  const group = served.get(wanted.group);
  if (!group) {
    return { type: 'absent' };
  }
  if ('error' in group) {
    return {
      type: 'failed',
      error: `What the group ${wanted.group} holds can't be found out: ${group.error}.`,
    };
  }
  const matching = group.versions.flatMap(({ version, resources }) =>
    resources
      .filter(({ verbs }) => verbs.includes('list') && verbs.includes('watch'))
      .filter(
        ({ resource }) =>
          wanted.resource === '*' || resource === wanted.resource,
      )
      .map(({ resource, kind }) => ({
        version,
        resource,
        kind: kind || wanted.kind,
      })),
  );
  if (matching.length === 0) {
    return { type: 'absent' };
  }
  const readable = wanted.versions.flatMap(version =>
    matching.filter(it => it.version === version),
  );
  if (readable.length === 0) {
    const versions = [...new Set(matching.map(({ version }) => version))];
    return {
      type: 'failed',
      error: `${wanted.resource}.${wanted.group} is served in ${versions.join(
        ', ',
      )} only; ${wanted.versions.join(', ')} can be read.`,
    };
  }
  const chosen = new Map<string, (typeof readable)[number]>();
  for (const it of readable) {
    if (!chosen.has(it.resource)) {
      chosen.set(it.resource, it);
    }
  }
  return { type: 'served', resources: [...chosen.values()] };
}
