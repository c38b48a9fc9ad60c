import { keptAnnotations } from '../annotations';
import type { Normalised } from '../types';
import type { NamespaceObject } from './schema';

const POD_SECURITY_LABELS = 'pod-security.kubernetes.io/';

/** @internal */
export function normaliseNamespace(object: NamespaceObject): Normalised {
  const { name, uid, labels, annotations } = object.metadata;
  const podSecurity = Object.fromEntries(
    Object.entries(labels).filter(([label]) =>
      label.startsWith(POD_SECURITY_LABELS),
    ),
  );
  return {
    evidence: [
      {
        type: 'namespace',
        name,
        uid,
        labels,
        fields: {
          apiVersion: object.apiVersion,
          kind: object.kind,
          metadata: {
            name,
            labels: podSecurity,
            annotations: keptAnnotations(annotations),
          },
          status: { phase: object.status?.phase ?? '' },
        },
      },
    ],
    warnings: [],
    dropped: 0,
  };
}
