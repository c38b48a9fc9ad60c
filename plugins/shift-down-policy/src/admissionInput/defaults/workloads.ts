/** Defaults of what makes Pods. */
import type { JsonObject } from '../../evaluation/kubernetesObject';
import { ensureMap, isEmptyMap, mapIn, setDefault } from './fields';
import type { SetDefaults, TypeDefaults } from './types';

const LARGEST_INT32 = 2 ** 31 - 1;
const POD_REPLACEMENT_POLICY = 29;
const CLAIM_RETENTION_POLICY = 27;

export const workloadDefaults: TypeDefaults = new Map<string, SetDefaults>([
  ['apps/v1.Deployment', setDeployment],
  ['apps/v1.DaemonSet', setDaemonSet],
  ['apps/v1.StatefulSet', setStatefulSet],
  ['apps/v1.ReplicaSet', set => setReplicas(ensureMap(set, 'spec'))],
  ['core/v1.ReplicationController', setReplicationController],
  ['batch/v1.Job', setJob],
  ['batch/v1.CronJob', setCronJob],
  [
    'batch/v1.PodFailurePolicyOnPodConditionsPattern',
    pattern => setDefault(pattern, 'status', 'True'),
  ],
]);

function setReplicas(spec: JsonObject): void {
  setDefault(spec, 'replicas', 1);
}

function setDeployment(deployment: JsonObject): void {
  const spec = ensureMap(deployment, 'spec');
  setReplicas(spec);
  const strategy = ensureMap(spec, 'strategy');
  setDefault(strategy, 'type', 'RollingUpdate');
  if (strategy.type === 'RollingUpdate') {
    const rollingUpdate = ensureMap(strategy, 'rollingUpdate');
    setDefault(rollingUpdate, 'maxUnavailable', '25%');
    setDefault(rollingUpdate, 'maxSurge', '25%');
  }
  setDefault(spec, 'revisionHistoryLimit', 10);
  setDefault(spec, 'progressDeadlineSeconds', 600);
}

function setDaemonSet(daemonSet: JsonObject): void {
  const spec = ensureMap(daemonSet, 'spec');
  const strategy = ensureMap(spec, 'updateStrategy');
  setDefault(strategy, 'type', 'RollingUpdate');
  if (strategy.type === 'RollingUpdate') {
    const rollingUpdate = ensureMap(strategy, 'rollingUpdate');
    setDefault(rollingUpdate, 'maxUnavailable', 1);
    setDefault(rollingUpdate, 'maxSurge', 0);
  }
  setDefault(spec, 'revisionHistoryLimit', 10);
}

function setStatefulSet(statefulSet: JsonObject, minorVersion: number): void {
  const spec = ensureMap(statefulSet, 'spec');
  setDefault(spec, 'podManagementPolicy', 'OrderedReady');
  const strategy = ensureMap(spec, 'updateStrategy');
  if (strategy.type === undefined) {
    strategy.type = 'RollingUpdate';
    setDefault(strategy, 'rollingUpdate', {});
  }
  const rollingUpdate = mapIn(strategy, 'rollingUpdate');
  if (strategy.type === 'RollingUpdate' && rollingUpdate) {
    setDefault(rollingUpdate, 'partition', 0);
  }
  if (minorVersion >= CLAIM_RETENTION_POLICY) {
    const retention = ensureMap(spec, 'persistentVolumeClaimRetentionPolicy');
    setDefault(retention, 'whenDeleted', 'Retain');
    setDefault(retention, 'whenScaled', 'Retain');
  }
  setReplicas(spec);
  setDefault(spec, 'revisionHistoryLimit', 10);
}

function setReplicationController(controller: JsonObject): void {
  const spec = ensureMap(controller, 'spec');
  const metadata = ensureMap(controller, 'metadata');
  const labels = mapIn(mapIn(mapIn(spec, 'template'), 'metadata'), 'labels');
  if (labels) {
    if (isEmptyMap(spec.selector)) {
      spec.selector = { ...labels };
    }
    if (isEmptyMap(metadata.labels)) {
      metadata.labels = { ...labels };
    }
  }
  setReplicas(spec);
}

function setJob(job: JsonObject, minorVersion: number): void {
  const spec = ensureMap(job, 'spec');
  if (spec.completions === undefined && spec.parallelism === undefined) {
    spec.completions = 1;
  }
  setDefault(spec, 'parallelism', 1);
  setDefault(
    spec,
    'backoffLimit',
    spec.backoffLimitPerIndex === undefined ? 6 : LARGEST_INT32,
  );
  const metadata = ensureMap(job, 'metadata');
  const labels = mapIn(mapIn(mapIn(spec, 'template'), 'metadata'), 'labels');
  if (labels && isEmptyMap(metadata.labels)) {
    // One and the same: what is added to the template's appears in both.
    metadata.labels = labels;
  }
  setDefault(spec, 'completionMode', 'NonIndexed');
  setDefault(spec, 'suspend', false);
  if (minorVersion >= POD_REPLACEMENT_POLICY) {
    setDefault(
      spec,
      'podReplacementPolicy',
      spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
    );
  }
  setDefault(spec, 'manualSelector', false);
}

function setCronJob(cronJob: JsonObject): void {
  const spec = ensureMap(cronJob, 'spec');
  setDefault(spec, 'concurrencyPolicy', 'Allow');
  setDefault(spec, 'suspend', false);
  setDefault(spec, 'successfulJobsHistoryLimit', 3);
  setDefault(spec, 'failedJobsHistoryLimit', 1);
}
