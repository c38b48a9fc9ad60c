/** How objects come from a root owner: what a Pod can tell of whose it is. */

/**
 * Digits of a template's hash. Without vowels and hyphens: `admin` is none, so that a
 * ReplicaSet of `web-admin` is never one of `web`.
 * https://pkg.go.dev/k8s.io/apimachinery/pkg/util/rand#SafeEncodeString
 */
export const HASH = '^[bcdfghjklmnpqrstvwxz2456789]{1,10}$';

export const HASH_LABEL = 'pod-template-hash';

/** From the root to its Pods. */
export type Chain =
  /** Deployment, ReplicaSets called after the hash of their template, Pods. */
  | 'replica-sets'
  /** CronJob, Jobs called after the time, Pods. */
  | 'jobs'
  /** Its Pods name it. */
  | 'pods'
  /** Its Pods name it, and are numbered. */
  | 'numbered-pods'
  /** Only the object itself: a Pod of nobody, a Service. */
  | 'itself';

const CHAINS: Readonly<Record<string, Chain>> = {
  CronJob: 'jobs',
  DaemonSet: 'pods',
  Deployment: 'replica-sets',
  Job: 'pods',
  ReplicaSet: 'pods',
  ReplicationController: 'pods',
  StatefulSet: 'numbered-pods',
};

export function chainOf(kind: string): Chain {
  return Object.hasOwn(CHAINS, kind) ? CHAINS[kind] : 'itself';
}

const MADE: Readonly<Record<Chain, readonly string[]>> = {
  'replica-sets': ['ReplicaSet', 'Pod'],
  jobs: ['Job', 'Pod'],
  pods: ['Pod'],
  'numbered-pods': ['Pod'],
  itself: [],
};

/** Kinds of everything that belongs to a root owner, itself first. */
export function kindsUnder(kind: string): string[] {
  return [kind, ...MADE[chainOf(kind)]];
}
