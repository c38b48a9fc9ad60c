/** Replicas over one database and one cluster, with a clock that the test sets. */
import { mockServices } from '@backstage/backend-test-utils';
import type {
  ClusterWriter,
  PullRequestProvider,
} from '@shift-down/plugin-shift-down-node';
import type { PlannedEnforcement } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { HeldLease } from '../../../collection/HeldLease';
import { LEASE_TIMES } from '../../../collection/leaseTimes';
import type { EnforcementRow } from '../../../database/exceptionTables';
import { storeEnforcements } from '../../../database/operations/exceptions/enforcement/storeEnforcements';
import type { ExceptionDeliveryConfig } from '../../config';
import { Deliveries } from '../Deliveries';
import { ENFORCEMENTS_LEASE, EnforcementService } from '../EnforcementService';
import { CLUSTER } from './plans';

export class EnforcementBench {
  now = new Date('2026-11-10T00:00:00.000Z');
  readonly changed: string[][] = [];

  constructor(
    readonly knex: Knex,
    readonly options: {
      writers: ClusterWriter[];
      delivery?: ExceptionDeliveryConfig[];
      pullRequests?: PullRequestProvider[];
    },
  ) {}

  async seedCluster(name = 'prod', uid = CLUSTER): Promise<void> {
    await this.knex('clusters').insert({
      name,
      uid,
      title: name,
      report_trust: 'trusted',
    });
  }

  replica(): EnforcementService {
    const { delivery = [], pullRequests = [], writers } = this.options;
    return new EnforcementService({
      database: this.knex,
      clock: { now: () => this.now },
      deliveries: new Deliveries({
        database: this.knex,
        config: { delivery },
        writers,
      }),
      pullRequests,
      leaseTimes: LEASE_TIMES,
      logger: mockServices.logger.mock(),
      onChanged: ids => this.changed.push(ids),
    });
  }

  async order(
    exceptionId: string,
    plans: PlannedEnforcement[],
    delivery: 'cluster' | 'document' | 'pull-request' | 'none' = 'cluster',
  ): Promise<void> {
    await this.knex.transaction(tx =>
      storeEnforcements(tx, {
        exceptionId,
        plans,
        deliveries: new Map([[CLUSTER, delivery]]),
        now: this.now,
      }),
    );
  }

  /** The next round of a replica that has just taken the lease. */
  async round(service = this.replica()): Promise<void> {
    const lease = await this.takeLease();
    try {
      await service.round(lease, new AbortController().signal);
    } finally {
      await lease.release();
    }
  }

  async takeLease(): Promise<HeldLease> {
    const lease = await HeldLease.take(this.knex, {
      name: ENFORCEMENTS_LEASE,
      holder: 'replica',
      seconds: 20,
      seize: true,
    });
    return lease!;
  }

  /** Goes on until whatever is due next is due. */
  async untilDue(): Promise<void> {
    const row = await this.knex('enforcements')
      .whereNotNull('next_at')
      .min({ at: 'next_at' })
      .first();
    this.now = new Date(
      Math.max(this.now.getTime(), Date.parse(row?.at ?? '') || 0),
    );
  }

  setTime(moment: string): void {
    this.now = new Date(moment);
  }

  async rows(): Promise<EnforcementRow[]> {
    return await this.knex('enforcements').orderBy(['exception_id', 'target']);
  }

  async row(): Promise<EnforcementRow> {
    const [row] = await this.rows();
    return row;
  }

  async notices(): Promise<string[]> {
    return await this.knex('exception_notices')
      .orderBy('created_at')
      .pluck('occasion');
  }
}
