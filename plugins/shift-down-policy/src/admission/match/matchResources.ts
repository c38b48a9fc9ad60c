/**
 * Whether a policy or a binding is about a request: selectors, then exclusions, then rules.
 * A definite no of any of them outweighs what is not known.
 */
import type { AdmissionInput, JsonObject } from '../../evaluation';
import type { MatchResources } from '../schema/matchResources';
import {
  isEmptySelector,
  labelsOf,
  matchesLabels,
  type Ternary,
} from './labels';
import {
  attributesOf,
  isNamespace,
  matchesRules,
  type RequestAttributes,
} from './rules';

/** The API server sets it on every Namespace, whatever a manifest says. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** @internal */
export type Match =
  | { type: 'yes' }
  | { type: 'no'; reason: string }
  | { type: 'unknown'; reason: string };

/** @internal */
export function matchesResources(
  constraints: MatchResources,
  input: AdmissionInput,
  request: RequestAttributes = attributesOf(input),
): Match {
  const unknown: string[] = [];

  const namespace = matchesNamespace(constraints, input);
  if (namespace === false) {
    return { type: 'no', reason: 'the namespace selector does not match' };
  }
  if (namespace === undefined) {
    unknown.push(`the labels of namespace '${input.namespace}' are not known`);
  }

  const { objectSelector } = constraints;
  const object =
    isEmptySelector(objectSelector) ||
    matchesLabels(objectSelector, labelsOf(input.object.metadata));
  if (object === false) {
    return { type: 'no', reason: 'the object selector does not match' };
  }
  if (object === undefined) {
    unknown.push('not all labels of the object are known');
  }

  const { matchPolicy } = constraints;
  const excluded = matchesRules(
    constraints.excludeResourceRules ?? [],
    matchPolicy,
    request,
  );
  if (excluded.type === 'yes') {
    return { type: 'no', reason: 'a rule excludes the resource' };
  }
  const rules = constraints.resourceRules ?? [];
  const included =
    rules.length === 0
      ? { type: 'yes' as const }
      : matchesRules(rules, matchPolicy, request);
  if (included.type === 'no') {
    return { type: 'no', reason: 'no rule matches the resource' };
  }
  for (const answer of [excluded, included]) {
    if (answer.type === 'unknown') {
      unknown.push(answer.reason);
    }
  }
  return unknown.length > 0
    ? { type: 'unknown', reason: unknown[0] }
    : { type: 'yes' };
}

function matchesNamespace(
  { namespaceSelector }: MatchResources,
  input: AdmissionInput,
): Ternary {
  if (isEmptySelector(namespaceSelector)) {
    return true;
  }
  if (isNamespace(input.resource)) {
    return matchesLabels(
      namespaceSelector,
      namespaceLabels(input.object, input.name),
    );
  }
  if (input.namespace === '') {
    return true;
  }
  return matchesLabels(
    namespaceSelector,
    input.namespaceObject
      ? namespaceLabels(input.namespaceObject, input.namespace)
      : {
          labels: { [NAME_LABEL]: input.namespace },
          complete: false,
        },
  );
}

function namespaceLabels(namespaceObject: JsonObject, name: string) {
  const known = labelsOf(namespaceObject.metadata);
  return { ...known, labels: { ...known.labels, [NAME_LABEL]: name } };
}
