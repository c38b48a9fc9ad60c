/** Leases of clusters: what they are called and how long things take with them. */

/**
 * The times of leases.
 *
 * @remarks
 * After a crash the cluster waits for the rest of the lease, at most `seconds`, and
 * for the next replica to ask, at most `pollSeconds` and the time of a query. A
 * renewal is due every quarter of a lease, so three in a row may fail.
 * @internal
 */
export interface LeaseTimes {
  /** A lease lasts so long from its last renewal. */
  seconds: number;
  /** Who does not have it asks so often. */
  pollSeconds: number;
  /** A run has so long to end at shutdown before its lease is given up anyway. */
  graceSeconds: number;
}

/** Taken over within 20 + 2 seconds of a crash; within 2 of a shutdown. @internal */
export const LEASE_TIMES: LeaseTimes = {
  seconds: 20,
  pollSeconds: 2,
  graceSeconds: 5,
};

/** What the lease of a cluster is called. @internal */
export function leaseName(clusterName: string): string {
  return `source:${clusterName}`;
}
