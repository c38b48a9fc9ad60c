/** What one rule of RBAC allows, as the API server's authorizer reads it. */
import type { ReportResource } from './reportResources';
import type { RbacRule } from './types';

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * Requests that carry no name unless they are about a subresource, so that a rule with
 * names never matches them.
 */
const NAMELESS = new Set(['create', 'deletecollection']);

/** A resource, or `resource/subresource`, of a group. @internal */
export interface RbacTarget {
  group: string;
  resource: string;
}

/** Which of the verbs the rule allows, for some object at least. @internal */
export function allows(
  rule: RbacRule,
  target: RbacTarget,
  verbs: readonly string[],
): boolean {
  return (
    coversGroup(rule, target.group) &&
    rule.resources.some(written => coversResource(written, target.resource)) &&
    verbs.some(verb => coversVerb(rule, verb, target.resource))
  );
}

/**
 * Whether the rule lets somebody change what reports of a resource say. A status is a
 * part of what they say, whether or not the resource has one of its own.
 * @internal
 */
export function allowsToWrite(rule: RbacRule, target: ReportResource): boolean {
  const { group, resource } = target;
  if (resource !== '*') {
    return [resource, `${resource}/status`].some(it =>
      allows(rule, { group, resource: it }, WRITES),
    );
  }
  return (
    coversGroup(rule, group) &&
    rule.resources.some(
      written => !written.includes('/') || written.endsWith('/status'),
    ) &&
    WRITES.some(verb => coversVerb(rule, verb, resource))
  );
}

function coversGroup({ apiGroups }: RbacRule, group: string): boolean {
  return apiGroups.includes('*') || apiGroups.includes(group);
}

function coversVerb(
  { verbs, resourceNames }: RbacRule,
  verb: string,
  resource: string,
): boolean {
  return (
    (verbs.includes('*') || verbs.includes(verb)) &&
    (resourceNames.length === 0 ||
      !NAMELESS.has(verb) ||
      resource.includes('/'))
  );
}

// The authorizer knows `*` and `*/subresource`; in `policyreports/*` the star is a name.
function coversResource(written: string, wanted: string): boolean {
  const slash = wanted.indexOf('/');
  return (
    written === '*' ||
    written === wanted ||
    (slash > 0 && written === `*${wanted.slice(slash)}`)
  );
}
