/** What the worker knows while it looks at one enforcement. */
import type { ClusterObjectVersion } from '@shift-down/plugin-shift-down-node';
import type { PlannedEnforcement } from '@shift-down/plugin-shift-down-policy';
import type { EnforcementRow } from '../../database/exceptionTables';

/** An enforcement, and of its exception what matters to it. @internal */
export interface EnforcementOrder {
  row: EnforcementRow;
  plan: PlannedEnforcement;
  exception: {
    state: string;
    entityRef: string;
    activeFrom: string | null;
    activeUntil: string | null;
  };
  /** Name of the cluster in config; unset once it is not there any more. */
  cluster?: string;
}

/** What is there of what an order is about. @internal */
export type Observation =
  | { there: 'nothing' }
  | {
      there: 'object';
      version: ClusterObjectVersion;
      /** What our database says we made, by UID, or by nonce while that is not known. */
      isOurs: boolean;
      /** Nobody changed what we wrote. */
      isAsWritten: boolean;
    };

/** What came of looking at an order, whichever way it is delivered. @internal */
export type EnforcementOutcome =
  /** Seen in the engine, as it is to be. */
  | { outcome: 'applied'; reason: string; version?: ClusterObjectVersion }
  | { outcome: 'pending'; reason: string; pullRequestUrl?: string }
  /** There, and changed by somebody else. */
  | { outcome: 'drifted'; reason: string }
  | { outcome: 'failed'; reason: string; pullRequestUrl?: string }
  /** Nobody answers: it is as it was, as far as we know. */
  | { outcome: 'unavailable'; reason: string }
  /** To be gone, and still there, or not shown to be refused again. */
  | {
      outcome: 'stays';
      reason: string;
      isGone: boolean;
      pullRequestUrl?: string;
    }
  | {
      outcome: 'removed';
      reason: string;
      proof?: EndProof;
      stillRunning: RunningWorkload[];
    };

/** What showed that an engine refuses again. @internal */
export interface EndProof {
  by: 'dry-run' | 'report';
  at: string;
  message: string;
}

/** A workload that was admitted under an exception. @internal */
export interface RunningWorkload {
  namespace: string;
  kind: string;
  name: string;
}
