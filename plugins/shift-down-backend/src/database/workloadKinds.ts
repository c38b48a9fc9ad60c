/** Kinds of root owners that Kubernetes itself has; others are seen by their Pods. @internal */
export const WORKLOAD_KINDS: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);
