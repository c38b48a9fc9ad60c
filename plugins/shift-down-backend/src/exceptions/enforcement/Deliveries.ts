/** Which way the engines of each cluster are told. */
import type { EnforcementDelivery } from '@shift-down/plugin-shift-down-common';
import type { ClusterWriter } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { ExceptionDeliveryConfig, ExceptionsConfig } from '../config';

/** @internal */
export interface DeliveriesOptions {
  database: Knex;
  config: Pick<ExceptionsConfig, 'delivery'>;
  writers: readonly ClusterWriter[];
}

/** @internal */
export class Deliveries {
  readonly #options: DeliveriesOptions;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** How a cluster is told, by its name in config. */
  of(cluster: string): ExceptionDeliveryConfig {
    const { config } = this.#options;
    return (
      config.delivery.find(it => it.cluster === cluster) ?? {
        cluster,
        type: this.writerOf(cluster) ? 'cluster' : 'document',
      }
    );
  }

  writerOf(cluster: string): ClusterWriter | undefined {
    return this.#options.writers.find(it => it.cluster === cluster);
  }

  /** By UID; of what is not configured nothing. */
  async byUid(
    clusters: readonly string[],
  ): Promise<ReadonlyMap<string, EnforcementDelivery>> {
    const names = await this.namesOf(clusters);
    return new Map([...names].map(([uid, name]) => [uid, this.of(name).type]));
  }

  /** Names in config by UID. */
  async namesOf(
    clusters: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows: { uid: string; name: string }[] = await this.#options
      .database('clusters')
      .whereIn('uid', [...clusters])
      .select('uid', 'name');
    return new Map(rows.map(({ name, uid }) => [uid, name]));
  }
}
