/** Everything that should be collected, straight from the API server as administrator. */
import type { ControlPlane } from 'control-plane';

/** As the API server has it. */
export interface RawObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    labels?: Record<string, string>;
    ownerReferences?: {
      apiVersion: string;
      kind: string;
      name: string;
      uid: string;
      controller?: boolean;
    }[];
  };
  // What differs between kinds is looked at where it is wanted.
  [field: string]: any;
}

/** Objects by kind of source; a kind that the cluster does not serve is absent. */
export type RawCluster = Map<string, RawObject[]>;

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
const TRIVY = '/apis/aquasecurity.github.io/v1alpha1';

/** What the design says is collected, written down once more. */
export const PATHS: Record<string, string[]> = {
  Namespace: ['/api/v1/namespaces'],
  Workload: [
    '/api/v1/pods',
    '/api/v1/replicationcontrollers',
    '/apis/apps/v1/deployments',
    '/apis/apps/v1/replicasets',
    '/apis/apps/v1/statefulsets',
    '/apis/apps/v1/daemonsets',
    '/apis/batch/v1/jobs',
    '/apis/batch/v1/cronjobs',
  ],
  PolicyReport: ['/apis/wgpolicyk8s.io/v1alpha2/policyreports'],
  ClusterPolicyReport: ['/apis/wgpolicyk8s.io/v1alpha2/clusterpolicyreports'],
  Report: ['/apis/openreports.io/v1alpha1/reports'],
  ClusterReport: ['/apis/openreports.io/v1alpha1/clusterreports'],
  GatekeeperConstraint: [
    '/apis/constraints.gatekeeper.sh/v1beta1/k8srequiredlabels',
  ],
  VulnerabilityReport: [`${TRIVY}/vulnerabilityreports`],
  ConfigAuditReport: [`${TRIVY}/configauditreports`],
  ExposedSecretReport: [`${TRIVY}/exposedsecretreports`],
  RbacAssessmentReport: [`${TRIVY}/rbacassessmentreports`],
  NetworkPolicy: ['/apis/networking.k8s.io/v1/networkpolicies'],
  Service: ['/api/v1/services'],
  ResourceQuota: ['/api/v1/resourcequotas'],
  LimitRange: ['/api/v1/limitranges'],
  ServiceAccount: ['/api/v1/serviceaccounts'],
  Role: [`${RBAC}/roles`],
  RoleBinding: [`${RBAC}/rolebindings`],
  ClusterRole: [`${RBAC}/clusterroles`],
  ClusterRoleBinding: [`${RBAC}/clusterrolebindings`],
  ValidatingAdmissionPolicy: [`${ADMISSION}/validatingadmissionpolicies`],
  ValidatingAdmissionPolicyBinding: [
    `${ADMISSION}/validatingadmissionpolicybindings`,
  ],
  PolicyException: [
    '/apis/kyverno.io/v2/policyexceptions',
    '/apis/policies.kyverno.io/v1/policyexceptions',
  ],
};

interface RawList {
  apiVersion: string;
  kind: string;
  metadata: { continue?: string };
  items: RawObject[];
}

/**
 * @param namespaces - Where only these are collected; the rest is left out, and so is
 * what has no namespace, except these Namespaces themselves.
 */
export async function readCluster(
  server: Pick<ControlPlane, 'request'>,
  namespaces?: string[],
): Promise<RawCluster> {
  const cluster: RawCluster = new Map();
  for (const [sourceKind, paths] of Object.entries(PATHS)) {
    const lists = await Promise.all(paths.map(path => listAll(server, path)));
    if (lists.some(list => list !== undefined)) {
      const objects = lists.flatMap(list => list ?? []);
      cluster.set(
        sourceKind,
        namespaces
          ? objects.filter(({ kind, metadata }) =>
              namespaces.includes(
                kind === 'Namespace' ? metadata.name : metadata.namespace ?? '',
              ),
            )
          : objects,
      );
    }
  }
  return cluster;
}

/** `undefined` where there is no such path. */
async function listAll(
  server: Pick<ControlPlane, 'request'>,
  path: string,
): Promise<RawObject[] | undefined> {
  const objects: RawObject[] = [];
  let next = '';
  do {
    const query = `?limit=1000${
      next && `&continue=${encodeURIComponent(next)}`
    }`;
    const response = await server.request(path + query);
    if (response.status === 404) {
      await response.text();
      return undefined;
    }
    if (!response.ok) {
      throw new Error(`${path} answered ${response.status}`);
    }
    const list = (await response.json()) as RawList;
    // Objects in lists don't repeat what their list says.
    objects.push(
      ...list.items.map(item => ({
        ...item,
        apiVersion: item.apiVersion ?? list.apiVersion,
        kind: item.kind ?? list.kind.replace(/List$/, ''),
      })),
    );
    next = list.metadata.continue ?? '';
  } while (next);
  return objects;
}
