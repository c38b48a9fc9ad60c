/** Pods and what owns them, by the shape of their specification. */
import { z } from 'zod';
import {
  freeText,
  identifier,
  lenientList,
  objectSchema,
  shortText,
  stringMap,
} from '../object';
import { keptAnnotations } from '../annotations';
import { objectWith } from '../forms';
import { CONTROLLER_FIELDS, CRON_JOB_FIELDS, JOB_FIELDS } from './controllers';
import { podSpecSchema } from './podSpec';
import { secretValuesIn } from './secretValues';

const replicas = z.number().int().nonnegative().nullish();

const templateMetadata = z
  .object({
    labels: stringMap.optional().default({}),
    annotations: stringMap.optional().default({}).transform(keptAnnotations),
  })
  .nullish();

const template = z.object({
  metadata: templateMetadata,
  spec: podSpecSchema,
});

const containerStatus = z.object({
  name: identifier(),
  imageID: freeText,
});

const podStatus = z
  .object({
    phase: shortText(),
    conditions: lenientList(
      z.object({ type: freeText, status: freeText }),
    ).optional(),
    initContainerStatuses: lenientList(containerStatus).optional(),
    containerStatuses: lenientList(containerStatus).optional(),
    ephemeralContainerStatuses: lenientList(containerStatus).optional(),
  })
  .optional()
  .catch(undefined);

const pod = objectSchema.extend({
  kind: z.literal('Pod'),
  spec: podSpecSchema,
  status: podStatus,
});

const controller = objectSchema.extend({
  kind: z.enum([
    'Deployment',
    'DaemonSet',
    'Job',
    'ReplicaSet',
    'ReplicationController',
    'StatefulSet',
  ]),
  spec: objectWith(
    { replicas, template: template.optional() },
    { ...CONTROLLER_FIELDS, ...JOB_FIELDS },
  ),
});

const cronJob = objectSchema.extend({
  kind: z.literal('CronJob'),
  spec: objectWith(
    {
      schedule: shortText().optional(),
      suspend: z.boolean().nullish(),
      jobTemplate: z.object({
        metadata: templateMetadata,
        spec: objectWith({ template }, JOB_FIELDS),
      }),
    },
    CRON_JOB_FIELDS,
  ),
});

const anyWorkload = z.discriminatedUnion('kind', [pod, controller, cronJob]);

/** @internal */
export type ManifestOfWorkload = z.infer<typeof anyWorkload>;

/** A workload object, and the values in it that must be seen nowhere else. @internal */
export interface WorkloadObject {
  manifest: ManifestOfWorkload;
  secretValues: string[];
}

const GROUPS: Record<string, string> = {
  CronJob: 'batch',
  DaemonSet: 'apps',
  Deployment: 'apps',
  Job: 'batch',
  Pod: '',
  ReplicaSet: 'apps',
  ReplicationController: '',
  StatefulSet: 'apps',
};

/** @internal */
export function isWorkload(group: string, kind: string): boolean {
  return Object.hasOwn(GROUPS, kind) && GROUPS[kind] === group;
}

/** @throws ZodError if the manifest isn't one that an API server would serve. @internal */
export function readWorkload(raw: unknown): WorkloadObject {
  return {
    manifest: anyWorkload.parse(raw),
    secretValues: secretValuesIn(raw),
  };
}
