/** From objects in the shape of the API to the parts of a namespace's state. */
import type { JsonObject, KubernetesObject } from '../evaluation';
import { podSpecsOf } from '../podSecurity';
import type { RbacBinding, RbacRole } from '../trust/types';
import {
  bindingSchema,
  limitRangeSchema,
  metadataSchema,
  networkPolicySchema,
  podMetadataSchema,
  podSchema,
  resourceQuotaSchema,
  roleSchema,
  serviceAccountSchema,
  serviceSchema,
} from './schemas';
import type {
  LimitRangeState,
  NamespaceStateKind,
  NamespaceStateObject,
  NamespaceWorkload,
  NetworkPolicyState,
  ResourceQuotaState,
  ServiceAccountState,
  ServiceState,
} from './types';

const RBAC = 'rbac.authorization.k8s.io';

/** By API group. */
const KINDS: Record<string, readonly NamespaceStateKind[]> = {
  '': ['Namespace', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'Service'],
  'networking.k8s.io': ['NetworkPolicy'],
  [RBAC]: ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
};

/** What an object is to a namespace; `undefined` if it is nothing to it. */
export function stateKindOf({
  object,
  subject,
}: NamespaceStateObject): NamespaceStateKind | undefined {
  const { apiVersion, kind } = object;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const kinds = Object.hasOwn(KINDS, group) ? KINDS[group] : [];
  const found = kinds.find(it => it === kind);
  if (found) {
    return found;
  }
  return subject || podSpecsOf(object).length > 0 ? 'Workload' : undefined;
}

export function isOfCluster(kind: NamespaceStateKind): boolean {
  return ['Namespace', 'ClusterRole', 'ClusterRoleBinding'].includes(kind);
}

/** @throws ZodError if it has none, or of another form. */
export function readMetadata({ object, labels }: NamespaceStateObject) {
  const metadata = metadataSchema.parse(object.metadata);
  return {
    ...metadata,
    namespace: metadata.namespace ?? '',
    labels: labels ?? metadata.labels,
  };
}

export function readWorkload(
  source: NamespaceStateObject,
  namespace: string,
): NamespaceWorkload {
  const { object, subject, labels } = source;
  const [location] = podSpecsOf(object);
  const pod = podSchema.parse(location?.spec ?? {});
  return {
    object: subject ?? {
      namespace,
      kind: object.kind,
      name: readMetadata(source).name,
    },
    podLabels: podLabelsOf(location?.metadata, labels),
    serviceAccountName:
      pod.serviceAccountName || pod.serviceAccount || 'default',
    ...(pod.automountServiceAccountToken !== undefined && {
      automountServiceAccountToken: pod.automountServiceAccountToken,
    }),
    hostNetwork: pod.hostNetwork ?? false,
  };
}

/** Where the portal keeps no labels of the template, it keeps them among the owner's. */
function podLabelsOf(
  metadata: JsonObject | undefined,
  labels: Record<string, string> | undefined,
): Record<string, string> {
  return labels && metadata?.labels === undefined
    ? labels
    : podMetadataSchema.parse(metadata ?? {}).labels;
}

export function readNetworkPolicy(
  object: KubernetesObject,
  name: string,
): NetworkPolicyState {
  const spec = networkPolicySchema.parse(object).spec;
  const ingress = spec?.ingress ?? [];
  const egress = spec?.egress ?? [];
  const types = spec?.policyTypes ?? [];
  return {
    name,
    podSelector: spec?.podSelector ?? { matchLabels: {}, matchExpressions: [] },
    directions:
      types.length > 0
        ? types.map(type => (type === 'Ingress' ? 'ingress' : 'egress'))
        : ['ingress', ...(egress.length > 0 ? (['egress'] as const) : [])],
    ingress: ingress.map(({ from, ports }) => ({ peers: from, ports })),
    egress: egress.map(({ to, ports }) => ({ peers: to, ports })),
  };
}

export function readResourceQuota(
  object: KubernetesObject,
  name: string,
): ResourceQuotaState {
  const spec = resourceQuotaSchema.parse(object).spec;
  return {
    name,
    hard: spec?.hard ?? {},
    scoped:
      (spec?.scopes.length ?? 0) +
        (spec?.scopeSelector?.matchExpressions.length ?? 0) >
      0,
  };
}

export function readLimitRange(
  object: KubernetesObject,
  name: string,
): LimitRangeState {
  return { name, limits: limitRangeSchema.parse(object).spec?.limits ?? [] };
}

export function readServiceAccount(
  object: KubernetesObject,
  name: string,
  annotations: Record<string, string>,
): ServiceAccountState {
  const { automountServiceAccountToken: automount } =
    serviceAccountSchema.parse(object);
  return {
    name,
    ...(automount !== undefined && { automountServiceAccountToken: automount }),
    annotations,
  };
}

export function readService(
  object: KubernetesObject,
  name: string,
): ServiceState {
  const spec = serviceSchema.parse(object).spec;
  return {
    name,
    type: spec?.type ?? 'ClusterIP',
    externalIPs: spec?.externalIPs ?? [],
  };
}

export function readRole(source: NamespaceStateObject): RbacRole {
  const { name, namespace, labels } = readMetadata(source);
  const { rules, aggregationRule } = roleSchema.parse(source.object);
  const isOfNamespace = source.object.kind === 'Role';
  return {
    kind: isOfNamespace ? 'Role' : 'ClusterRole',
    namespace: isOfNamespace ? namespace : '',
    name,
    labels,
    rules,
    aggregates: aggregationRule?.clusterRoleSelectors ?? [],
    unreadable: false,
  };
}

export function readBinding(source: NamespaceStateObject): RbacBinding {
  const { name, namespace } = readMetadata(source);
  const { roleRef, subjects } = bindingSchema.parse(source.object);
  const isOfNamespace = source.object.kind === 'RoleBinding';
  return {
    kind: isOfNamespace ? 'RoleBinding' : 'ClusterRoleBinding',
    namespace: isOfNamespace ? namespace : '',
    name,
    role: roleRef,
    subjects,
    unreadable: false,
  };
}
