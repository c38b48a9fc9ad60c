/** The allow-lists of what makes Pods, beside what `schema.ts` wants to be right. */
import {
  flag,
  listOf,
  map,
  number,
  text,
  textOrNumber,
  withheld,
  words,
  type Form,
} from '../forms';
import { isFields } from '../fields';

const strategy = map({
  type: text,
  rollingUpdate: map({
    maxSurge: textOrNumber,
    maxUnavailable: textOrNumber,
    partition: number,
  }),
});

const labelSelector = map({
  matchLabels: words,
  matchExpressions: listOf(
    map({ key: text, operator: text, values: listOf(text) }),
  ),
});

/** A map of labels in ReplicationControllers. */
const selector: Form = value =>
  isFields(value) && ('matchLabels' in value || 'matchExpressions' in value)
    ? labelSelector(value)
    : words(value);

/** Of Jobs, alone and in CronJobs. @internal */
export const JOB_FIELDS = {
  activeDeadlineSeconds: number,
  backoffLimit: number,
  backoffLimitPerIndex: number,
  completionMode: text,
  completions: number,
  managedBy: text,
  manualSelector: flag,
  maxFailedIndexes: number,
  parallelism: number,
  podFailurePolicy: withheld,
  podReplacementPolicy: text,
  successPolicy: withheld,
  suspend: flag,
  ttlSecondsAfterFinished: number,
};

/** Of all others; each has a part of them. @internal */
export const CONTROLLER_FIELDS = {
  minReadySeconds: number,
  ordinals: withheld,
  paused: flag,
  persistentVolumeClaimRetentionPolicy: withheld,
  podManagementPolicy: text,
  progressDeadlineSeconds: number,
  revisionHistoryLimit: number,
  selector,
  serviceName: text,
  strategy,
  updateStrategy: strategy,
  volumeClaimTemplates: withheld,
};

/** @internal */
export const CRON_JOB_FIELDS = {
  concurrencyPolicy: text,
  failedJobsHistoryLimit: number,
  startingDeadlineSeconds: number,
  successfulJobsHistoryLimit: number,
  timeZone: text,
};
