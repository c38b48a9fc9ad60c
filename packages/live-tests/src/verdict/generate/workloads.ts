/** Controllers of Pods that the API server finds valid. */
import type {
  JsonObject,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import fc from 'fast-check';
import { anyBoolean, map, maybe, oneOf, type Field } from './fields';
import { metadata, podSpec } from './pods';

const SELECTED = { app: 'web' };

const template = fc
  .record({ metadata, spec: podSpec })
  .map(({ metadata: more, spec }) => ({
    metadata: {
      ...more,
      labels: { ...(more.labels as JsonObject | null), ...SELECTED },
    },
    spec,
  }));

function workload(
  apiVersion: string,
  kind: string,
  fields: Record<string, Field>,
  finish: (spec: JsonObject, template: JsonObject) => JsonObject,
): fc.Arbitrary<JsonObject> {
  return fc
    .record({ metadata, spec: map(fields), template })
    .map(({ metadata: more, spec, template: made }) => ({
      apiVersion,
      kind,
      metadata: { name: 'generated', ...more },
      spec: finish(spec, made),
    }));
}

function selecting(spec: JsonObject, made: JsonObject): JsonObject {
  return { ...spec, selector: { matchLabels: SELECTED }, template: made };
}

const rollingUpdate = oneOf<JsonValue>(
  {},
  null,
  { maxUnavailable: 1 },
  { maxUnavailable: '50%', maxSurge: 0 },
);

const replicas = maybe(oneOf(0, 1, 3), 2);

const deployment = workload(
  'apps/v1',
  'Deployment',
  {
    replicas,
    paused: maybe(anyBoolean, 5),
    minReadySeconds: maybe(oneOf(0, 5), 5),
    revisionHistoryLimit: maybe(oneOf(0, 3), 4),
    strategy: maybe(
      fc.oneof(
        map({ rollingUpdate }),
        map({ type: oneOf('RollingUpdate'), rollingUpdate }),
        map({ type: oneOf('Recreate') }),
      ),
      2,
    ),
  },
  selecting,
);

const daemonSet = workload(
  'apps/v1',
  'DaemonSet',
  {
    updateStrategy: maybe(
      oneOf<JsonValue>({}, { type: 'OnDelete' }, { type: 'RollingUpdate' }),
      2,
    ),
  },
  selecting,
);

const statefulSet = workload(
  'apps/v1',
  'StatefulSet',
  {
    replicas,
    podManagementPolicy: maybe(oneOf('Parallel', '')),
    updateStrategy: maybe(
      oneOf<JsonValue>(
        {},
        { type: 'OnDelete' },
        { type: 'RollingUpdate' },
        { rollingUpdate: { partition: 1 } },
      ),
      2,
    ),
    volumeClaimTemplates: maybe(
      oneOf<JsonValue>(
        [],
        [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '1024Mi' } },
            },
          },
        ],
      ),
      2,
    ),
  },
  (spec, made) => selecting({ serviceName: 'web', ...spec }, made),
);

const replicaSet = workload('apps/v1', 'ReplicaSet', { replicas }, selecting);

const replicationController = workload(
  'v1',
  'ReplicationController',
  { replicas },
  (spec, made) => ({ ...spec, template: made }),
);

const jobFields = {
  parallelism: maybe(oneOf(0, 2)),
  completions: maybe(oneOf(1, 3), 4),
  suspend: maybe(anyBoolean, 4),
  backoffLimit: maybe(oneOf(0, 1), 4),
  ttlSecondsAfterFinished: maybe(oneOf(0, 60), 4),
};

function jobSpec(spec: JsonObject, made: JsonObject): JsonObject {
  const podSpecOfJob = made.spec as JsonObject;
  return {
    ...spec,
    template: { ...made, spec: { ...podSpecOfJob, restartPolicy: 'Never' } },
  };
}

const job = workload('batch/v1', 'Job', jobFields, jobSpec);

const cronJob = workload('batch/v1', 'CronJob', jobFields, (spec, made) => ({
  schedule: '@daily',
  suspend: false,
  jobTemplate: { spec: jobSpec(spec, made) },
}));

const podTemplate = fc.record({ metadata, template }).map(made => ({
  apiVersion: 'v1',
  kind: 'PodTemplate',
  metadata: { name: 'generated', ...made.metadata },
  template: made.template,
}));

/** Any of the eight kinds that make Pods. */
export const controller: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 4, arbitrary: deployment },
  daemonSet,
  statefulSet,
  replicaSet,
  replicationController,
  job,
  cronJob,
  podTemplate,
);
