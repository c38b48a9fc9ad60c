/** Objects by name, and zod's complaints about them as problems. */
import type { z } from 'zod';
import type { FieldPath, JsonValue, KubernetesObject } from '../../evaluation';
import type { AdmissionPolicyProblem, PolicyObjectReference } from '../types';

/** @internal */
export function referenceTo(object: KubernetesObject): PolicyObjectReference {
  const { apiVersion, kind } = object;
  return {
    apiVersion,
    kind,
    namespace: textAt(object, 'namespace'),
    name: textAt(object, 'name'),
  };
}

/** Name or namespace of an object; empty where it has none. @internal */
export function textAt(
  object: KubernetesObject,
  field: 'name' | 'namespace',
): string {
  const metadata: JsonValue | undefined = object.metadata;
  if (
    typeof metadata !== 'object' ||
    metadata === null ||
    Array.isArray(metadata)
  ) {
    return '';
  }
  const value = metadata[field];
  return typeof value === 'string' ? value : '';
}

/** @internal */
export function problemsOf(
  object: KubernetesObject,
  error: z.ZodError,
): AdmissionPolicyProblem[] {
  return error.issues.map(issue => ({
    object: referenceTo(object),
    field: pathOf(issue.path),
    message: issue.message,
  }));
}

function pathOf(path: readonly PropertyKey[]): FieldPath {
  return path.map(step => (typeof step === 'number' ? step : String(step)));
}
