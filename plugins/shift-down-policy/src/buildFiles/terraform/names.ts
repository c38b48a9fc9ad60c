/**
 * How the Kubernetes provider's names and types differ from the API's. Its rule: blocks
 * are lists, in snake case and in the singular, and some numbers are text.
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs
 */
import type { JsonValue } from '../../evaluation';

/** API version and kind of each resource type, without its `_v1`. */
export const RESOURCE_KINDS: Readonly<
  Record<string, readonly [string, string]>
> = {
  kubernetes_cluster_role: ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  kubernetes_cluster_role_binding: [
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
  ],
  kubernetes_config_map: ['v1', 'ConfigMap'],
  kubernetes_cron_job: ['batch/v1', 'CronJob'],
  kubernetes_daemon_set: ['apps/v1', 'DaemonSet'],
  kubernetes_daemonset: ['apps/v1', 'DaemonSet'],
  kubernetes_default_service_account: ['v1', 'ServiceAccount'],
  kubernetes_deployment: ['apps/v1', 'Deployment'],
  kubernetes_ingress_v1: ['networking.k8s.io/v1', 'Ingress'],
  kubernetes_job: ['batch/v1', 'Job'],
  kubernetes_limit_range: ['v1', 'LimitRange'],
  kubernetes_namespace: ['v1', 'Namespace'],
  kubernetes_network_policy: ['networking.k8s.io/v1', 'NetworkPolicy'],
  kubernetes_persistent_volume_claim: ['v1', 'PersistentVolumeClaim'],
  kubernetes_pod: ['v1', 'Pod'],
  kubernetes_replication_controller: ['v1', 'ReplicationController'],
  kubernetes_resource_quota: ['v1', 'ResourceQuota'],
  kubernetes_role: ['rbac.authorization.k8s.io/v1', 'Role'],
  kubernetes_role_binding: ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  kubernetes_secret: ['v1', 'Secret'],
  kubernetes_service: ['v1', 'Service'],
  kubernetes_service_account: ['v1', 'ServiceAccount'],
  kubernetes_stateful_set: ['apps/v1', 'StatefulSet'],
};

export function kindOf(type: string): readonly [string, string] | undefined {
  return RESOURCE_KINDS[type] ?? RESOURCE_KINDS[type.replace(/_v1$/, '')];
}

/** Attributes of resources that are Terraform's own. */
export const TERRAFORM_ONLY = new Set([
  'id',
  'timeouts',
  'wait_for_completion',
  'wait_for_default_service_account',
  'wait_for_load_balancer',
  'wait_for_rollout',
  'wait_for_service_account_token',
  'wait_until_bound',
  'default_secret_name',
  'status',
  'data_wo',
  'data_wo_revision',
  'binary_data_wo',
  'binary_data_wo_revision',
]);

/** Of metadata, what the server writes. */
export const SERVER_METADATA = new Set([
  'generation',
  'resource_version',
  'self_link',
  'uid',
]);

/** Blocks that are lists in the API as well, with their names there. */
const LISTS: Readonly<Record<string, string>> = {
  cluster_role_selectors: 'clusterRoleSelectors',
  container: 'containers',
  egress: 'egress',
  env: 'env',
  env_from: 'envFrom',
  from: 'from',
  host_aliases: 'hostAliases',
  http_header: 'httpHeaders',
  image_pull_secret: 'imagePullSecrets',
  image_pull_secrets: 'imagePullSecrets',
  ingress: 'ingress',
  init_container: 'initContainers',
  items: 'items',
  limit: 'limits',
  match_expressions: 'matchExpressions',
  match_fields: 'matchFields',
  node_selector_term: 'nodeSelectorTerms',
  option: 'options',
  path: 'paths',
  port: 'ports',
  ports: 'ports',
  preferred_during_scheduling_ignored_during_execution:
    'preferredDuringSchedulingIgnoredDuringExecution',
  readiness_gate: 'readinessGates',
  required_during_scheduling_ignored_during_execution:
    'requiredDuringSchedulingIgnoredDuringExecution',
  rule: 'rules',
  sources: 'sources',
  subject: 'subjects',
  sysctl: 'sysctls',
  tls: 'tls',
  to: 'to',
  toleration: 'tolerations',
  topology_spread_constraint: 'topologySpreadConstraints',
  volume: 'volumes',
  volume_claim_template: 'volumeClaimTemplates',
  volume_device: 'volumeDevices',
  volume_mount: 'volumeMounts',
};

/**
 * The API's name of a block that is a list there too; undefined for a single object.
 * @param parent - the block in which it stands; empty at the root of a resource
 */
export function listBlock(name: string, parent: string): string | undefined {
  if (
    (parent === 'node_affinity' && name.startsWith('required_during')) ||
    (parent === 'service' && name === 'port')
  ) {
    return undefined;
  }
  // A service account lists Secrets; volumes have one.
  return parent === '' && name === 'secret' ? 'secrets' : LISTS[name];
}

/** Names in which an abbreviation is in capitals, or that differ otherwise. */
const IRREGULAR: Readonly<Record<string, string>> = {
  cluster_ip: 'clusterIP',
  cluster_ips: 'clusterIPs',
  data_disk_uri: 'diskURI',
  external_ips: 'externalIPs',
  host_ip: 'hostIP',
  host_ipc: 'hostIPC',
  host_pid: 'hostPID',
  load_balancer_ip: 'loadBalancerIP',
  non_resource_urls: 'nonResourceURLs',
  pod_ip: 'podIP',
  target_wwns: 'targetWWNs',
  volume_id: 'volumeID',
};

export function fieldName(name: string): string {
  return (
    IRREGULAR[name] ??
    name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  );
}

const NUMBERS = new Set([
  'fs_group',
  'replicas',
  'run_as_group',
  'run_as_user',
  'toleration_seconds',
  'ttl_seconds_after_finished',
]);
const NUMBER_OR_NAME = new Set([
  'max_surge',
  'max_unavailable',
  'min_available',
  'port',
  'target_port',
]);
const FILE_MODES = new Set(['default_mode', 'mode']);

/** A value as the API types it. */
export function typedValue(name: string, value: JsonValue): JsonValue {
  if (typeof value !== 'string') {
    return value;
  }
  if (NUMBERS.has(name) || NUMBER_OR_NAME.has(name)) {
    return /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  }
  return FILE_MODES.has(name) && /^[0-7]{1,6}$/.test(value)
    ? Number.parseInt(value, 8)
    : value;
}
