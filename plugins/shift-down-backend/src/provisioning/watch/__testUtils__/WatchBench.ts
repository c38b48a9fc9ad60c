/** A collected cluster with managed namespaces, and a watch over them, on a clock of its own. */
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type {
  Baseline,
  BaselineManifest,
  PlannedObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import {
  CLUSTER,
  CONTROLS,
  CORRELATION,
  createSink,
  FOLLOWER,
  seizeLease,
} from '../../../__testUtils__/sink';
import type { Clock } from '../../../database/DatabaseClock';
import type { FencedWriter } from '../../../collection/HeldLease';
import {
  OBSERVED_CLUSTER_KINDS,
  OBSERVED_KINDS,
} from '../../../database/operations/provisioning/watch/observedObjects';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../../database/provisioningTables';
import { readProvisioningConfig, type ProvisioningConfig } from '../../config';
import { newNamespaceRow } from '../../newNamespaceRow';
import { toObjectRows } from '../../objectRows';
import { NamespaceWatch } from '../NamespaceWatch';
import { collected, uidOf } from './collected';
import { plannedObjects } from './plannedObjects';

const START = Date.parse('2026-11-20T10:00:00.000Z');

/** @internal */
export const CONFIG: ProvisioningConfig = readProvisioningConfig(
  new ConfigReader({
    provisioning: {
      baselines: { locations: [{ type: 'folder', target: 'baselines' }] },
      clusters: [{ cluster: CLUSTER.name }],
      environments: [{ name: 'production', title: 'Production' }],
    },
  }),
);

/** @internal */
export class WatchBench {
  readonly levels: [string, string, string | null][] = [];
  readonly filled: string[] = [];
  readonly told: string[] = [];
  readonly logger = mockServices.logger.mock();
  /** Who the catalog knows. */
  groups: Record<string, string> = { 'group:default/team-a': 'team-a' };
  versions = ['2.0.0', '1.0.0'];
  config: ProvisioningConfig = CONFIG;
  rounds = 0;

  readonly provisioning = {
    applyLevel: async (
      id: string,
      level: 'restricted' | 'baseline',
      exceptionId: string | null,
    ) => {
      this.levels.push([id, level, exceptionId]);
      await this.knex('managed_namespaces')
        .where({ id })
        .update({ applied_level: level, exception_id: exceptionId });
    },
    fillMissing: async (id: string) => {
      this.filled.push(id);
    },
    planFor: async (row: ManagedNamespaceRow): Promise<PlannedObject[]> =>
      plannedObjects(row.name, row.id, row.baseline_version),
  };

  private constructor(
    readonly knex: Knex,
    readonly lease: FencedWriter,
    readonly sink: Awaited<ReturnType<typeof createSink>>,
    readonly clock: Clock,
    private readonly time: { milliseconds: number },
  ) {}

  static async create(knex: Knex): Promise<WatchBench> {
    const lease = await seizeLease(knex, 'provisioning');
    const time = { milliseconds: 0 };
    const clock = { now: () => new Date(START + time.milliseconds) };
    const sink = await createSink(knex, { clock });
    return new WatchBench(knex, lease, sink, clock, time);
  }

  /** Whatever was written a moment ago has been collected by then. */
  pass(milliseconds = 60_000): void {
    this.time.milliseconds += milliseconds;
  }

  /** All kinds were read just now, but for those that were not. */
  async fresh(
    failed: Partial<Record<SourceKind, 'failed' | 'forbidden'>> = {},
  ): Promise<void> {
    for (const kind of [...OBSERVED_KINDS, ...OBSERVED_CLUSTER_KINDS]) {
      const state = failed[kind] ?? 'fresh';
      await this.sink.report(
        kind,
        state === 'fresh' ? { state } : { state, error: 'nobody answers' },
      );
    }
  }

  async collect(manifest: BaselineManifest, uid?: string): Promise<void> {
    const object = collected(manifest, uid, this.clock.now());
    await this.sink.apply(manifest.kind as SourceKind, {
      upserts: [object],
      deletes: [],
    });
  }

  async remove({ apiVersion, kind, metadata }: BaselineManifest) {
    const { name, namespace = '' } = metadata;
    await this.sink.apply(kind as SourceKind, {
      upserts: [],
      deletes: [{ apiVersion, kind, namespace, name }],
    });
  }

  /** A namespace that was made, applied and collected. */
  async managed(
    name: string,
    row: Partial<ManagedNamespaceRow> = {},
    object: Partial<ManagedObjectRow> = {},
  ): Promise<string> {
    const id = await this.recorded(name, row, object);
    for (const { manifest } of plannedObjects(name, id)) {
      await this.collect(manifest);
    }
    return id;
  }

  /** A namespace of which there is a record. */
  async recorded(
    name: string,
    row: Partial<ManagedNamespaceRow> = {},
    object: Partial<ManagedObjectRow> = {},
  ): Promise<string> {
    const id = `id-${name}`;
    const now = this.clock.now().toISOString();
    await this.knex('managed_namespaces').insert({
      ...newNamespaceRow(
        {
          cluster: CLUSTER.name,
          name,
          ownerRef: 'group:default/team-a',
          dependencyOf: [],
          environment: 'production',
          podSecurity: 'restricted',
          size: 'small',
          limits: 'default',
          egress: [],
          roles: [],
        },
        {
          id,
          clusterUid: CLUSTER.uid,
          delivery: 'cluster',
          origin: 'provisioned',
          uid: uidOf('Namespace', name),
          version: '1.0.0',
          createdBy: 'user:default/dana',
          now,
        },
      ),
      forgotten_at: null,
      state: 'complete',
      ...row,
    });
    await this.knex('managed_objects').insert(
      toObjectRows(id, plannedObjects(name, id), 'applied').map(it => ({
        ...it,
        uid: uidOf(it.kind, it.name),
        applied_at: now,
        ...object,
      })),
    );
    return id;
  }

  async row(id: string): Promise<ManagedNamespaceRow> {
    return await this.knex('managed_namespaces').where({ id }).first();
  }

  /** Type and object of each difference that is stored. */
  async drift(id: string): Promise<string[]> {
    const drift: { type: string; kind: string; name: string }[] = JSON.parse(
      (await this.row(id)).drift,
    );
    return drift.map(({ type, kind, name }) => `${type} ${kind} ${name}`);
  }

  /** Looks once, as a replica would that has just taken over. */
  async round(): Promise<void> {
    const watch = new NamespaceWatch({
      database: this.knex,
      clock: this.clock,
      config: this.config,
      correlation: CORRELATION,
      controls: CONTROLS,
      follower: FOLLOWER,
      baselines: {
        current: async () => ({
          baselines: this.versions.map(version => ({ version } as Baseline)),
        }),
      },
      groups: {
        nameOf: async ref =>
          this.groups[ref] === undefined
            ? { problem: `nobody knows ${ref}` }
            : { name: this.groups[ref] },
      },
      provisioning: this.provisioning,
      rollouts: {
        round: async () => {
          this.rounds++;
        },
      },
      leaseTimes: { seconds: 60, pollSeconds: 1, graceSeconds: 1 },
      logger: this.logger,
      onMarked: () => {},
      onChanged: id => this.told.push(id),
    });
    await watch.round(this.lease, new AbortController().signal);
  }
}
