import type { AdmissionInput, KubernetesObject } from '../../evaluation';
import { resourceOf } from '../../admissionInput';
import { textAt } from '../parse/reference';

/** A request to create an object just as it is, without any defaulting. */
export function inputOf(
  object: KubernetesObject,
  custom?: { resource: string; namespaced: boolean },
): AdmissionInput {
  const { apiVersion, kind } = object;
  const [group, version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  const known = resourceOf(apiVersion, kind);
  const namespaced = custom?.namespaced ?? known?.namespaced ?? false;
  return {
    operation: 'CREATE',
    object,
    kind: { group, version, kind },
    resource: {
      group,
      version,
      resource: custom?.resource ?? known?.resource.resource ?? '',
    },
    namespaced,
    namespace: namespaced ? textAt(object, 'namespace') || 'default' : '',
    name: textAt(object, 'name'),
    minorVersion: 36,
    assumptions: [],
  };
}
