/**
 * The parameters that a binding gives its policy: none, one by name, or several by labels,
 * where the policy has to hold for each.
 */
import { resourceOf } from '../../admissionInput';
import type { JsonObject, KubernetesObject } from '../../evaluation';
import { labelsOf, matchesLabels } from '../match/labels';
import { textAt } from '../parse/reference';
import type { CompiledPolicy, ParamRef } from '../types';

/** @internal */
export type FoundParams =
  /** `missing` says why there may be more of them; empty if there are not. */
  | { type: 'found'; params: (JsonObject | null)[]; missing: string }
  /** The binding has no say on this request. */
  | { type: 'skip'; reason: string }
  /** Counts as an error of the binding. */
  | { type: 'error'; message: string }
  | { type: 'unknown'; reason: string };

/** @internal */
export interface ParamSource {
  objects: readonly KubernetesObject[];
  /** Whether there are no others. */
  complete: boolean;
}

/** In the words of the API server. */
const NONE_FOUND =
  'no params found for policy binding with `Deny` parameterNotFoundAction';
const NAMESPACE_NOT_WANTED =
  'paramRef.namespace must not be provided for a cluster-scoped `paramKind`';
const NAMESPACE_WANTED =
  'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources';

/** Where a manifest that names no namespace is created. */
const DEFAULT_NAMESPACE = 'default';

/**
 * @param requestNamespace - as the API server has it: of a Namespace, its own name
 * @internal
 */
export function findParams(
  paramKind: CompiledPolicy['paramKind'],
  paramRef: ParamRef | undefined,
  requestNamespace: string,
  source: ParamSource,
): FoundParams {
  if (!paramKind || !paramRef) {
    return { type: 'found', params: [null], missing: '' };
  }
  const { apiVersion, kind } = paramKind;
  const named = paramRef.name
    ? `${kind} '${paramRef.name}'`
    : `${kind} objects`;
  if (apiVersion === 'v1' && kind === 'Secret') {
    return {
      type: 'unknown',
      reason: 'its parameters are Secrets, which are never read',
    };
  }

  const candidates = source.objects.filter(
    object => object.apiVersion === apiVersion && object.kind === kind,
  );
  const namespaced = isNamespaced(paramKind, paramRef, candidates, source);
  if (!namespaced && paramRef.namespace) {
    return { type: 'error', message: NAMESPACE_NOT_WANTED };
  }
  const namespace = paramRef.namespace || requestNamespace;
  if (namespaced && !namespace) {
    return { type: 'error', message: NAMESPACE_WANTED };
  }

  const params: JsonObject[] = [];
  let missing = '';
  for (const object of candidates) {
    const inNamespace =
      !namespaced ||
      (textAt(object, 'namespace') || DEFAULT_NAMESPACE) === namespace;
    const chosen = paramRef.name
      ? textAt(object, 'name') === paramRef.name
      : matchesLabels(paramRef.selector, labelsOf(object.metadata));
    if (inNamespace && chosen) {
      params.push(object);
    } else if (inNamespace && chosen === undefined) {
      missing = `not all labels of ${kind} '${textAt(
        object,
        'name',
      )}' are known`;
    }
  }
  if (!source.complete && (params.length === 0 || !paramRef.name)) {
    missing = `${named}${
      namespaced ? ` in namespace '${namespace}'` : ''
    } may exist that were not given as parameters`;
  }

  if (params.length > 0) {
    return { type: 'found', params, missing };
  }
  if (missing) {
    return { type: 'unknown', reason: missing };
  }
  return paramRef.parameterNotFoundAction === 'Deny'
    ? { type: 'error', message: NONE_FOUND }
    : {
        type: 'skip',
        reason: 'no parameters are found, and parameterNotFoundAction is Allow',
      };
}

function isNamespaced(
  { apiVersion, kind }: NonNullable<CompiledPolicy['paramKind']>,
  paramRef: ParamRef,
  candidates: readonly KubernetesObject[],
  { objects }: ParamSource,
): boolean {
  const definitions = objects.filter(
    object => object.kind === 'CustomResourceDefinition',
  );
  const known = resourceOf(apiVersion, kind, definitions);
  return (
    known?.namespaced ??
    (paramRef.namespace !== '' ||
      candidates.some(object => textAt(object, 'namespace') !== ''))
  );
}
