/** Dangerous things in words that follow "may". */
import type { DangerousPower } from './types';

/** @internal */
export const POWERS_IN_WORDS: Record<DangerousPower, string> = {
  everything: 'do everything',
  unknown: 'do what could not be read',
  escalate: 'put into roles what they do not have themselves',
  bind: 'bind roles that they do not have themselves',
  impersonate: 'impersonate others',
  'issue-tokens': 'issue tokens of service accounts',
  'reach-nodes': 'reach the kubelets of nodes',
  'change-admission': 'change admission policies and webhooks',
  'approve-certificates': 'approve certificates',
  'create-volumes': 'create volumes of the cluster, paths of nodes among them',
  'use-wildcards': 'use whatever wildcards stand for, now and later',
  'read-secrets': 'read Secrets',
  'run-pods':
    'run Pods, and so use every Secret and service account of the namespace',
  'enter-pods': 'enter running Pods',
  'write-rbac': 'write roles and bindings',
  'change-namespace':
    'change the labels of the namespace, its Pod Security level among them',
  'write-network-policies': 'write network policies',
  'write-quotas': 'write quotas and limits',
  'write-exceptions': 'write policy exceptions',
  'write-reports': 'write the reports that posture is judged by',
};
