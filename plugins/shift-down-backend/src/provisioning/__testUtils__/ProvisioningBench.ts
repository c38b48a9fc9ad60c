/** Replicas over one database and one cluster, with a clock that the test sets. */
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import type { PullRequestProvider } from '@shift-down/plugin-shift-down-node';
import type { Baseline } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { group } from '../../__testUtils__/catalog';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../database/provisioningTables';
import { loadManagedObjects } from '../../database/operations/provisioning/loadManagedObjects';
import { BaselineReader } from '../BaselineReader';
import { ClusterGroups } from '../ClusterGroups';
import { readProvisioningConfig } from '../config';
import { ProvisioningService } from '../ProvisioningService';
import type { ProvisioningRequester } from '../requester';
import { FIRST } from './baselines';
import { FakeProvisioner } from './FakeProvisioner';

/** @internal */
export const DEVELOPER: ProvisioningRequester = {
  userRef: 'user:default/dana',
  ownershipRefs: ['user:default/dana', 'group:default/payments'],
  mayManage: false,
};

/** @internal */
export const PLATFORM: ProvisioningRequester = {
  userRef: 'user:default/pia',
  ownershipRefs: ['user:default/pia', 'group:default/platform'],
  mayManage: true,
};

/** States of a namespace that is as was wished. @internal */
export const COMPLETE = {
  namespace: 'applied',
  'default-deny': 'applied',
  quota: 'applied',
  'default-account': 'applied',
  'role.developer': 'applied',
};

/** @internal */
export function labelsOf(provisioner: FakeProvisioner, name = 'payments-api') {
  return provisioner.find('Namespace', name)?.manifest.metadata.labels;
}

/** @internal */
export class ProvisioningBench {
  now = new Date('2026-11-23T10:00:00.000Z');
  provisioner = new FakeProvisioner();
  baselines: Baseline[] = [FIRST];
  pullRequests: PullRequestProvider[] = [];
  entities: Entity[] = [group('payments'), group('search')];
  readonly changed: string[] = [];
  #config: JsonObject = {
    baselines: { locations: [{ type: 'folder', target: 'baselines' }] },
    clusters: [{ cluster: 'prod' }],
    groups: {
      named: [
        { group: 'group:default/payments', name: 'idp-payments' },
        { group: 'group:default/search', name: 'idp-search' },
      ],
    },
  };

  constructor(readonly knex: Knex) {}

  configure(change: JsonObject): void {
    this.#config = { ...this.#config, ...change };
  }

  /** A process of the back end that has just started. */
  replica(): ProvisioningService {
    const config = readProvisioningConfig(
      new ConfigReader({ provisioning: this.#config }),
    );
    const logger = mockServices.logger.mock();
    const clock = { now: () => this.now };
    const catalog = catalogServiceMock({ entities: this.entities });
    const auth = mockServices.auth();
    return new ProvisioningService({
      database: this.knex,
      clock,
      config,
      baselines: new BaselineReader({
        clock,
        ...(config.currentBaseline !== undefined && {
          currentVersion: config.currentBaseline,
        }),
        read: async () => ({ baselines: this.baselines, problems: [] }),
        logger,
      }),
      groups: new ClusterGroups({ rules: config.groups, catalog, auth }),
      provisioners: [this.provisioner],
      pullRequests: this.pullRequests,
      catalog,
      auth,
      logger,
      onChanged: id => this.changed.push(id),
    });
  }

  /** So much later that nobody holds what a killed one held. */
  wait(seconds = 120): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  async rows(name?: string): Promise<ManagedNamespaceRow[]> {
    return await this.knex('managed_namespaces')
      .where(name === undefined ? {} : { name })
      .orderBy(['created_at', 'name']);
  }

  async row(name = 'payments-api'): Promise<ManagedNamespaceRow> {
    const [row] = await this.knex('managed_namespaces')
      .where({ name })
      .whereNull('gone_at');
    return row;
  }

  async objects(name = 'payments-api'): Promise<ManagedObjectRow[]> {
    const { id } = await this.row(name);
    return (await loadManagedObjects(this.knex, [id])).get(id) ?? [];
  }

  /** By id in the baseline. */
  async states(name?: string): Promise<Record<string, string>> {
    return Object.fromEntries(
      (await this.objects(name)).map(it => [it.object_id, it.state]),
    );
  }

  /** As it is collected, where nobody can be asked. */
  async seedCluster(name = 'prod', uid = 'uid-prod'): Promise<void> {
    await this.knex('clusters').insert({
      name,
      uid,
      title: name,
      report_trust: 'trusted',
    });
  }
}
