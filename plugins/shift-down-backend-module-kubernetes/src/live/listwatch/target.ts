/** One list of the Kubernetes API that is kept up to date. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { CollectedResource } from '../resources';

/** @internal */
export interface WatchTarget {
  id: string;
  sourceKind: SourceKind;
  apiVersion: string;
  kind: string;
  /** For people: `policyreports.wgpolicyk8s.io in namespace shop`. */
  label: string;
  /** What a role must say, for people. */
  grant: string;
  path: string;
  /** Of every request, without the question mark. */
  query: string;
  pageSize: number;
  phase: number;
}

/**
 * The lists of one resource: one of the whole cluster, or one for each namespace where
 * a credential is good for namespaces only.
 *
 * @param served - The version and, where the table leaves it open, the names in it.
 * @internal
 */
export function targetsOf(
  resource: CollectedResource,
  served: { version: string; resource: string; kind: string },
  namespaces: string[] | undefined,
): WatchTarget[] {
  const { group, sourceKind, pageSize, phase, namespaced } = resource;
  const apiVersion = group ? `${group}/${served.version}` : served.version;
  const root = group ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const name = group ? `${served.resource}.${group}` : served.resource;
  const base = {
    sourceKind,
    apiVersion,
    kind: served.kind,
    query: '',
    pageSize,
    phase,
    path: `${root}/${served.resource}`,
  };
  const rule = `apiGroups: ["${group}"], resources: ["${served.resource}"]`;
  const verbs = 'verbs: ["get", "list", "watch"]';
  if (namespaces && sourceKind === 'Namespace') {
    return namespaces.map(namespace => ({
      ...base,
      id: `${base.path} ${namespace}`,
      label: `namespace ${namespace}`,
      grant: `a ClusterRole with ${rule}, resourceNames: ["${namespace}"], ${verbs}`,
      query: `fieldSelector=${encodeURIComponent(
        `metadata.name=${namespace}`,
      )}`,
    }));
  }
  if (namespaces && namespaced) {
    return namespaces.map(namespace => {
      const path = `${root}/namespaces/${encodeURIComponent(namespace)}/${
        served.resource
      }`;
      return {
        ...base,
        id: path,
        path,
        label: `${name} in namespace ${namespace}`,
        grant: `a Role in that namespace with ${rule}, ${verbs}`,
      };
    });
  }
  return [
    {
      ...base,
      id: base.path,
      label: name,
      grant: `a ClusterRole with ${rule}, ${verbs}`,
    },
  ];
}
