/** A managed namespace for tests: what was applied, and the same as a collector keeps it. */
import { parseAllDocuments } from 'yaml';
import type { JsonObject, JsonValue } from '../../evaluation';
import type {
  AppliedObject,
  BaselineManifest,
  ObservedObject,
  PlannedObject,
} from '../types';

const MANIFESTS = `
apiVersion: v1
kind: Namespace
metadata:
  name: payments-web
  labels:
    shift-down.io/owner: team-payments
    shift-down.io/baseline: 1.0.0
    shift-down.io/baseline-state: complete
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: v1.35
    pod-security.kubernetes.io/warn: restricted
  annotations: { shift-down.io/provisioning: some-id }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: payments-web }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns, namespace: payments-web }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: kube-system }
          podSelector:
            matchExpressions:
              - { key: k8s-app, operator: In, values: [kube-dns, node-dns] }
      ports: [{ port: 53, protocol: UDP }, { port: 53 }]
    - to: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }]
      ports: [{ port: 5432, endPort: 5440 }, { port: https }]
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: quota, namespace: payments-web }
spec:
  hard: { limits.cpu: '8', limits.memory: 16Gi, services.nodeports: '0' }
---
apiVersion: v1
kind: LimitRange
metadata: { name: limits, namespace: payments-web }
spec:
  limits:
    - type: Container
      default: { cpu: 500m, memory: 256Mi }
      defaultRequest: { cpu: 50m }
      max: { cpu: '4', ephemeral-storage: 1Gi }
      min: { cpu: 1m }
    - type: Pod
      max: { cpu: '8' }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: default, namespace: payments-web }
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: payments-web }
rules:
  - { apiGroups: [apps], resources: [deployments], verbs: [get, create] }
  - { apiGroups: [''], resources: [pods, pods/log], verbs: [get, list] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: developer
  namespace: payments-web
  labels: { app.kubernetes.io/managed-by: shift-down }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: developer }
subjects:
  - { kind: Group, name: payments-developers }
  - { kind: ServiceAccount, name: deployer, namespace: pipelines }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: payments-web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80 }, { name: metrics, port: 9090, targetPort: m }]
`;

export function manifestsOf(yaml: string): BaselineManifest[] {
  return parseAllDocuments(yaml).map(it => it.toJS() as BaselineManifest);
}

/** Objects by `Kind/name`. */
export const APPLIED: readonly AppliedObject[] = manifestsOf(MANIFESTS).map(
  (manifest, position) => ({
    id: manifest.metadata.name,
    controls: [],
    manifest,
    uid: `uid-${position}`,
  }),
);

export const PLANNED: readonly PlannedObject[] = APPLIED.map(
  ({ id, controls, manifest }) => ({
    id,
    title: id,
    controls,
    madeByCluster: manifest.kind === 'ServiceAccount',
    manifest,
  }),
);

export function appliedOf(kind: string, name?: string): AppliedObject {
  return APPLIED.find(
    ({ manifest }) =>
      manifest.kind === kind &&
      (name === undefined || manifest.metadata.name === name),
  )!;
}

/** All of it as it is collected, unless it is said otherwise by `Kind/name`. */
export function observedWith(
  otherwise: Record<string, ((manifest: any) => void) | null> = {},
  added = '',
): ObservedObject[] {
  return [
    ...APPLIED.flatMap(({ manifest, uid = '' }) => {
      const change = otherwise[`${manifest.kind}/${manifest.metadata.name}`];
      if (change === null) {
        return [];
      }
      const copy = structuredClone(manifest);
      change?.(copy);
      return [asCollected(copy, uid)];
    }),
    ...(added ? manifestsOf(added) : []).map(it => asCollected(it, 'added')),
  ];
}

/** With the API server's defaults, and without what no collector keeps. */
export function asCollected(
  { apiVersion, kind, metadata, ...rest }: BaselineManifest,
  uid: string,
): ObservedObject {
  const { namespace = '', name, labels = {} } = metadata;
  const isNamespace = kind === 'Namespace';
  return {
    apiVersion,
    kind,
    namespace,
    name,
    uid,
    labels: {
      ...labels,
      ...(isNamespace && { 'kubernetes.io/metadata.name': name }),
    },
    fields: {
      apiVersion,
      kind,
      metadata: { name, ...(namespace && { namespace }) },
      ...(isNamespace
        ? { status: { phase: 'Active' } }
        : withDefaults(kind, structuredClone(rest) as JsonObject)),
    },
  };
}

function withDefaults(kind: string, fields: any): JsonObject {
  const each = (list: any, change: (item: any) => void) =>
    (Array.isArray(list) ? list : [])
      .filter(item => typeof item === 'object')
      .forEach(change);
  switch (kind) {
    case 'NetworkPolicy':
      for (const rules of [fields.spec.ingress, fields.spec.egress]) {
        each(rules, rule =>
          each(rule.ports, port => {
            port.protocol ??= 'TCP';
          }),
        );
      }
      return fields;
    case 'ResourceQuota':
      return { ...fields, status: { hard: fields.spec.hard, used: {} } };
    case 'LimitRange':
      each(fields.spec.limits, item => {
        if (item.type === 'Container') {
          item.default = { ...item.max, ...item.default };
          item.defaultRequest = {
            ...item.min,
            ...item.default,
            ...item.defaultRequest,
          };
        }
      });
      return fields;
    case 'RoleBinding':
      each(fields.subjects, subject => {
        subject.apiGroup ??=
          subject.kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io';
      });
      return fields;
    case 'Service':
      each(fields.spec.ports, (port: Record<string, JsonValue>) => {
        port.protocol ??= 'TCP';
        port.targetPort ??= port.port;
      });
      return {
        ...fields,
        spec: {
          type: 'ClusterIP',
          clusterIP: '10.0.0.7',
          sessionAffinity: 'None',
          ...fields.spec,
        },
      };
    default:
      return fields;
  }
}
