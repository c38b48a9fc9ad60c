/** A portal under test: one or more replicas over one database. */
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCluster } from '../cluster/TestCluster';
import { compareWithDatabase } from '../compare/compareWithDatabase';
import type { ComparisonOptions } from '../compare/context';
import { expectedOf } from '../compare/expectation';
import { readCluster } from '../compare/readCluster';
import { eventually } from '../eventually';
import { ENTITIES } from './entities';
import { createPortalDatabase, type Engine } from './PortalDatabase';
import { Replica } from './Replica';

const SHOWN_DIFFERENCES = 12;

export interface PortalOptions {
  engine: Engine;
  /** Entries of `shiftDown.clusters`. */
  clusters: JsonObject[];
  /** Further sections of `shiftDown`. */
  shiftDown?: JsonObject;
  /** Port on loopback through which the database is reached. */
  databaseVia?: number;
}

export interface Comparison extends Partial<ComparisonOptions> {
  /** Where only these namespaces are collected. */
  namespaces?: string[];
}

export class Portal {
  readonly replicas: Replica[] = [];
  #knex: Knex | undefined;

  private constructor(
    private readonly options: PortalOptions,
    private readonly database: Awaited<ReturnType<typeof createPortalDatabase>>,
    private readonly logs: string,
  ) {}

  static async start(options: PortalOptions): Promise<Portal> {
    const portal = new Portal(
      options,
      await createPortalDatabase(options.engine, options.databaseVia),
      await mkdtemp(join(tmpdir(), 'live-tests-logs-')),
    );
    try {
      await portal.addReplica();
      return portal;
    } catch (error) {
      await portal.stop();
      throw error;
    }
  }

  async addReplica(
    options: { clockSkewMilliseconds?: number } = {},
  ): Promise<Replica> {
    const replica = await Replica.start({
      ...options,
      database: this.database.config,
      shiftDown: {
        correlation: { mirror: { frequency: { seconds: 5 } } },
        ...this.options.shiftDown,
        clusters: this.options.clusters,
      },
      entities: ENTITIES,
      logFile: join(this.logs, `replica-${this.replicas.length}.log`),
    });
    this.replicas.push(replica);
    return replica;
  }

  /** The replica that was started first and still runs. */
  get replica(): Replica {
    const running = this.replicas.find(replica => replica.running);
    if (!running) {
      throw new Error(`No replica runs any more; their logs: ${this.logs}`);
    }
    return running;
  }

  /** Looks into the plugin's database. */
  get knex(): Knex {
    this.#knex ??= this.database.open();
    return this.#knex;
  }

  /** Where the database differs from the API server now. */
  async differences(
    cluster: Pick<TestCluster, 'server' | 'uid'>,
    { namespaces, ...options }: Comparison = {},
  ): Promise<string[]> {
    const expected = expectedOf(
      await readCluster(cluster.server, namespaces),
      await cluster.uid(),
    );
    return compareWithDatabase(this.knex, expected, {
      name: 'main',
      ...options,
    });
  }

  /**
   * Nothing lost, nothing left over: waits until the database equals the API server,
   * compared object by object.
   *
   * @returns the seconds it took
   */
  async settles(
    cluster: Pick<TestCluster, 'server' | 'uid'>,
    seconds: number,
    comparison: Comparison = {},
  ): Promise<number> {
    return eventually(
      seconds,
      async () => {
        const differences = await this.differences(cluster, comparison);
        return differences.length === 0
          ? undefined
          : [
              `${differences.length} differences; replicas' logs in ${this.logs}`,
              ...differences.slice(0, SHOWN_DIFFERENCES),
            ].join('\n  ');
      },
      250,
    );
  }

  /** State of one kind of evidence. */
  async source(
    kind: string,
    name = 'main',
  ): Promise<{ state: string; error: string | null } | undefined> {
    return this.knex('sources').where({ cluster_name: name, kind }).first();
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map(replica => replica.stop()));
    await this.database.drop();
    if (!process.env.KEEP_LIVE_LOGS) {
      await rm(this.logs, { recursive: true, force: true });
    }
  }
}
