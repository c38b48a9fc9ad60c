/**
 * Keeps what is believed of one cluster's reports in step with its RBAC: off the way of
 * the evidence itself, soon after each change, and under the same lease.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type {
  EvidenceSource,
  ReportTrust,
} from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { describeError } from '../collection/describeError';
import type { EvidenceFollower } from '../collection/EvidenceFollower';
import type { EvidenceObserver } from '../collection/EvidenceObserver';
import type { FencedWriter } from '../collection/HeldLease';
import { pause } from '../collection/pause';
import type { Clock } from '../database/DatabaseClock';
import { isDatabaseTrouble } from '../database/isDatabaseTrouble';
import {
  distrust,
  reviewTrust,
} from '../database/operations/trust/reviewTrust';
import { settleVanished } from '../database/operations/trust/settleVanished';
import { isRbacKind, RBAC_KINDS } from './rbacKinds';

const DELAY_MILLISECONDS = 2000;
const RETRY_MILLISECONDS = 10_000;

/** A source that does not say how far it is believed is a recording. @internal */
export function trustIn(source: EvidenceSource): ReportTrust {
  return source.reportTrust ?? { mode: 'trusted' };
}

/** @internal */
export interface TrustReviewerOptions {
  database: Knex;
  clock: Clock;
  lease: FencedWriter;
  clusterName: string;
  trust: ReportTrust;
  follower: EvidenceFollower;
  /** Aborts when the run ends that the changes come from. */
  signal: AbortSignal;
  logger: LoggerService;
  onMarked: () => void;
  delayMilliseconds?: number;
}

/** @internal */
export class TrustReviewer implements EvidenceObserver {
  readonly #options: TrustReviewerOptions;
  readonly #listed = new Set<SourceKind>();
  #rbacChanged = false;
  #settling = false;
  #working = false;

  constructor(options: TrustReviewerOptions) {
    this.#options = options;
  }

  listed(kind: SourceKind): void {
    this.#listed.add(kind);
    this.changed(kind);
  }

  changed(kind: SourceKind): void {
    if (isRbacKind(kind)) {
      this.#rbacChanged = true;
    } else if (kind !== 'Workload' && kind !== 'Namespace') {
      return;
    }
    this.#settling = true;
    if (!this.#working && !this.#options.signal.aborted) {
      this.#working = true;
      // Whatever it meets is logged, and ends with the run.
      void this.#work();
    }
  }

  /** A change during a review is looked at after it. */
  async #work(): Promise<void> {
    const { signal, delayMilliseconds = DELAY_MILLISECONDS } = this.#options;
    let delay = delayMilliseconds;
    while (this.#settling && !signal.aborted) {
      await pause(delay, signal);
      if (signal.aborted) {
        break;
      }
      const rbacChanged = this.#rbacChanged;
      this.#rbacChanged = false;
      this.#settling = false;
      try {
        await this.#review(rbacChanged);
        delay = delayMilliseconds;
      } catch (error) {
        this.#settling = true;
        this.#rbacChanged ||= rbacChanged;
        delay = RETRY_MILLISECONDS;
        await this.#noteFailure(error);
      }
    }
    this.#working = false;
  }

  async #review(rbacChanged: boolean): Promise<void> {
    const { clock, clusterName, database, follower, lease, onMarked, trust } =
      this.#options;
    const now = clock.now().toISOString();
    if (rbacChanged && trust.mode === 'rbac') {
      await reviewTrust(database, lease, clusterName, {
        writers: trust.writers,
        allListed: RBAC_KINDS.every(kind => this.#listed.has(kind)),
        now,
      });
      onMarked();
    }
    const cluster: { uid: string | null } | undefined = await database(
      'clusters',
    )
      .where('name', clusterName)
      .first('uid');
    if (cluster?.uid) {
      const settled = await settleVanished(database, lease, {
        clusterName,
        clusterUid: cluster.uid,
        follower,
        now: clock.now().toISOString(),
      });
      if (settled > 0) {
        onMarked();
      }
    }
  }

  /** What can't be worked out must not go on counting as it last did. */
  async #noteFailure(error: unknown): Promise<void> {
    const { clock, clusterName, lease, logger, onMarked, signal } =
      this.#options;
    if (signal.aborted) {
      return;
    }
    const reason = describeError(error);
    logger.warn(
      `Who may write the reports of cluster '${clusterName}' could not be ` +
        `worked out, trying again: ${reason}`,
    );
    if (!isDatabaseTrouble(error)) {
      try {
        await distrust(
          lease,
          clusterName,
          `It could not be worked out: ${reason}`,
          clock.now().toISOString(),
        );
        onMarked();
      } catch (failure) {
        logger.warn(`That could not be noted: ${describeError(failure)}`);
      }
    }
  }
}
