/** Controls of provisioned namespaces apply to those alone, by our own record. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  createControlIndex,
  resolveControls,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { assessedControls } from '../../../__testUtils__/assess';
import { migratedDatabase } from '../../../__testUtils__/database';
import {
  insertCluster,
  insertEntity,
  insertSource,
  insertSubject,
  SEEN,
} from '../../../__testUtils__/rows';
import type { ManagedNamespaceRow } from '../../provisioningTables';

jest.setTimeout(60_000);

const SHOP = 'resource:default/demo-shop';
const IDS = [
  'namespace-drift',
  'namespace-level',
  'namespace-baseline-version',
];

const { all, enabled } = resolveControls(
  CONTROL_CATALOGUE,
  {},
  new Set(['provisioning']),
);
const CONTROLS = {
  enabled: enabled.filter(({ id }) => IDS.includes(id)),
  index: createControlIndex(all),
};

const RECORD: ManagedNamespaceRow = {
  id: 'some-record',
  cluster_uid: 'uid-demo',
  cluster_name: 'demo',
  name: 'shop',
  uid: 'uid-of-shop',
  origin: 'provisioned',
  delivery: 'cluster',
  state: 'complete',
  reason: null,
  owner_ref: 'group:default/team-a',
  system_ref: null,
  request: '{}',
  environment: 'production',
  baseline_version: '1.0.0',
  wished_level: 'restricted',
  applied_level: 'restricted',
  exception_id: null,
  pull_request_url: null,
  branch: null,
  created_by: 'user:default/ann',
  created_at: SEEN,
  updated_at: SEEN,
  completed_at: SEEN,
  gone_at: null,
  forgotten_at: null,
  drift: '[]',
  drift_at: SEEN,
  drift_hash: '',
  proofs: null,
  proved_at: null,
  busy_token: null,
  busy_until: null,
};

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())(
  'controls of provisioned namespaces on %p',
  id => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      await insertCluster(knex, 'demo');
      await insertSource(knex, { cluster_name: 'demo', kind: 'Baseline' });
      await insertEntity(knex, SHOP);
      await knex('claims').insert({ entity_ref: SHOP, state: 'confirmed' });
      await insertSubject(knex, {
        cluster: 'demo',
        namespace: '',
        kind: 'Namespace',
        name: 'shop',
        entities: [SHOP],
      });
      await knex('namespaces').insert({
        cluster_uid: 'uid-demo',
        name: 'shop',
        object_id: 'some-object',
        uid: 'uid-of-shop',
        labels: '{}',
        fields: '{}',
      });
    });

    afterEach(async () => {
      await knex.destroy();
    });

    const results = async () => {
      const controls = await assessedControls(knex, SHOP, CONTROLS);
      return new Set(controls.map(({ result }) => result));
    };
    const record = (row: Partial<ManagedNamespaceRow> = {}) =>
      knex('managed_namespaces').insert({ ...RECORD, ...row });

    it('do not apply to others', async () => {
      expect(await results()).toEqual(new Set(['not-applicable']));
    });

    it('are unknown until somebody has looked', async () => {
      await record();
      expect(await results()).toEqual(new Set(['unknown']));
    });

    it.each([
      ['another Namespace of that name', { uid: 'uid-of-another' }],
      ['one of another cluster', { cluster_uid: 'uid-other' }],
      ['one that is gone', { gone_at: SEEN }],
      ['one that was not seen yet', { uid: '' }],
    ])('do not apply by the record of %s', async (_, row) => {
      await record(row);
      expect(await results()).toEqual(new Set(['not-applicable']));
    });
  },
);
