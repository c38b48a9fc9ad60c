/** Whether a request is one of those that resource rules name. */
import type { AdmissionInput, GroupVersionResource } from '../../evaluation';
import type { MatchResources, NamedRule } from '../schema/matchResources';
import { equivalentsOf } from './equivalents';

/** What a request is about, in the words of the rules. @internal */
export interface RequestAttributes {
  operation: 'CREATE';
  resource: GroupVersionResource;
  /** For a Namespace its own name, as in requests that the API server admits. */
  namespace: string;
  name: string;
  /**
   * The other groups and versions under which the API server serves the resource; undefined
   * if that is not known.
   */
  equivalents: readonly GroupVersionResource[] | undefined;
  /** Set where a prefix of names that will be generated counts as a name. */
  generateName?: string;
}

/** @internal */
export type RulesMatch =
  | { type: 'yes' }
  | { type: 'no' }
  | { type: 'unknown'; reason: string };

/** @internal */
export function attributesOf(input: AdmissionInput): RequestAttributes {
  const { operation, resource, name, minorVersion } = input;
  return {
    operation,
    resource,
    name,
    equivalents: equivalentsOf(resource, minorVersion),
    namespace: isNamespace(resource) ? name : input.namespace,
  };
}

/** @internal */
export function isNamespace({
  group,
  version,
  resource,
}: GroupVersionResource) {
  return group === '' && version === 'v1' && resource === 'namespaces';
}

/** @internal */
export function matchesRules(
  rules: readonly NamedRule[],
  matchPolicy: MatchResources['matchPolicy'],
  request: RequestAttributes,
): RulesMatch {
  if (rules.some(rule => matchesRule(rule, request))) {
    return { type: 'yes' };
  }
  if (matchPolicy === 'Exact') {
    return { type: 'no' };
  }
  const { equivalents } = request;
  if (equivalents) {
    const converted = equivalents.find(resource =>
      rules.some(rule => matchesRule(rule, { ...request, resource })),
    );
    return converted
      ? {
          type: 'unknown',
          reason: `the API server would convert the object to ${inWords(
            converted,
          )}, which is not done here`,
        }
      : { type: 'no' };
  }
  const { group, resource } = request.resource;
  const other = rules.find(
    rule =>
      (rule.apiGroups.includes(group) || rule.apiGroups.includes('*')) &&
      matchesRule({ ...rule, apiVersions: ['*'], apiGroups: ['*'] }, request),
  );
  return other
    ? {
        type: 'unknown',
        reason: `it is not known whether the API server serves ${resource}.${group} in version ${other.apiVersions.join(
          ' or ',
        )} too and would convert the object`,
      }
    : { type: 'no' };
}

function matchesRule(rule: NamedRule, request: RequestAttributes): boolean {
  const { resource, operation } = request;
  return (
    matchesScope(rule, request) &&
    (rule.operations.includes('*') || rule.operations.includes(operation)) &&
    includes(rule.apiGroups, resource.group) &&
    includes(rule.apiVersions, resource.version) &&
    rule.resources.some(pattern => matchesResource(pattern, resource)) &&
    matchesName(rule, request)
  );
}

/** A pattern without subresource is about the resource itself; `*` stands for none, too. */
function matchesResource(pattern: string, { resource }: GroupVersionResource) {
  const [name, ...subresource] = pattern.split('/');
  return (
    (name === '*' || name === resource) &&
    (subresource.length === 0 || ['', '*'].includes(subresource.join('/')))
  );
}

function matchesName(rule: NamedRule, request: RequestAttributes): boolean {
  const names = rule.resourceNames ?? [];
  return (
    names.length === 0 ||
    names.includes(request.name) ||
    (request.name === '' &&
      request.generateName !== undefined &&
      names.some(name => request.generateName?.startsWith(name)))
  );
}

/** A Namespace lies in no namespace, although requests for one carry its name as such. */
function matchesScope(rule: NamedRule, request: RequestAttributes): boolean {
  const cluster = isNamespace(request.resource) || request.namespace === '';
  switch (rule.scope) {
    case 'Cluster':
      return cluster;
    case 'Namespaced':
      return !cluster;
    default:
      return true;
  }
}

function includes(items: readonly string[], wanted: string) {
  return items.includes('*') || items.includes(wanted);
}

function inWords({ group, version, resource }: GroupVersionResource) {
  return `${resource} of ${group === '' ? version : `${group}/${version}`}`;
}
