/** Which Pods of a workload a policy selects. */
import { matchesSelector, type LabelSelector } from '../../labelSelector';
import type { NamespaceWorkload } from '../types';

/** Labels that controllers give to Pods; a template does not tell their values. */
const ADDED_BY_CONTROLLERS = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/** Whether all Pods of the workload are selected; `undefined` if it can't be told. */
export function selectsPods(
  { matchLabels, matchExpressions }: LabelSelector,
  { podLabels }: NamespaceWorkload,
): boolean | undefined {
  const isTold = (key: string) =>
    Object.hasOwn(podLabels, key) || !ADDED_BY_CONTROLLERS.has(key);
  const told: LabelSelector = {
    matchLabels: Object.fromEntries(
      Object.entries(matchLabels).filter(([key]) => isTold(key)),
    ),
    matchExpressions: matchExpressions.filter(({ key }) => isTold(key)),
  };
  const isAll =
    Object.keys(told.matchLabels).length === Object.keys(matchLabels).length &&
    told.matchExpressions.length === matchExpressions.length;
  const matches = matchesSelector(told, podLabels);
  return matches && !isAll ? undefined : matches;
}
