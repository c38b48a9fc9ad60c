/** Namespaces that others made with the label of a baseline. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../__testUtils__/database';
import { storeManagedNamespace } from '../database/operations/provisioning/storeManagedNamespace';
import { wish } from './__testUtils__/baselines';
import { ProvisioningBench } from './__testUtils__/ProvisioningBench';
import { newNamespaceRow } from './newNamespaceRow';
import { toObjectRows } from './objectRows';

jest.setTimeout(60_000);

const ID = '11111111-1111-4111-8111-111111111111';
const NAMESPACE = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'payments-api',
    labels: { 'shift-down.io/baseline': '1.0.0' },
  },
};
const DEFAULT_DENY = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'baseline-default-deny', namespace: 'payments-api' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};
const QUOTA = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'baseline-quota', namespace: 'payments-api' },
  spec: { hard: { pods: '9000' } },
};

describe('fillMissing', () => {
  const databases = TestDatabases.create();
  let bench: ProvisioningBench;

  beforeEach(async () => {
    bench = new ProvisioningBench(
      await migratedDatabase(databases, 'SQLITE_3'),
    );
    const { uid } = bench.provisioner.put(NAMESPACE);
    const row = newNamespaceRow(wish({ roles: ['developer'] }), {
      id: ID,
      clusterUid: 'uid-prod',
      delivery: 'cluster',
      origin: 'just-in-time',
      uid,
      version: '1.0.0',
      createdBy: 'user:default/somebody',
      now: bench.now.toISOString(),
    });
    const planned = await bench.replica().planFor(row);
    await storeManagedNamespace(bench.knex, row, toObjectRows(ID, planned));
  });

  it('creates what is missing, binds nobody, and then says complete', async () => {
    bench.provisioner.put(DEFAULT_DENY);
    await bench.replica().fillMissing(ID);
    expect(bench.provisioner.writings).toEqual([
      'apply ResourceQuota payments-api/baseline-quota',
      'apply ServiceAccount payments-api/default',
      'apply Namespace payments-api',
    ]);
    expect(
      bench.provisioner.find('Namespace', 'payments-api')?.manifest.metadata
        .labels,
    ).toMatchObject({ 'shift-down.io/baseline-state': 'complete' });
    expect(await bench.row()).toMatchObject({ state: 'complete' });
  });

  it('changes nothing that says something else, and does not say complete', async () => {
    bench.provisioner.put(QUOTA);
    await bench.replica().fillMissing(ID);
    expect(bench.provisioner.writings.join()).not.toContain('ResourceQuota');
    expect(bench.provisioner.writings.join()).not.toContain('Namespace');
    expect(await bench.row()).toMatchObject({
      state: 'partial',
      reason: expect.stringContaining('ResourceQuota baseline-quota'),
    });
  });

  it('waits for Kyverno where that generates the objects', async () => {
    bench.provisioner.generatingPolicyVersion = 'policies.kyverno.io/v1';
    bench.provisioner.put(DEFAULT_DENY);
    await bench.replica().fillMissing(ID);
    expect(bench.provisioner.writings).toEqual([]);
    expect(await bench.states()).toMatchObject({
      'default-deny': 'applied',
      quota: 'pending',
    });
    expect((await bench.row()).state).toBe('partial');
  });

  it('makes them itself where Kyverno has not within two minutes', async () => {
    bench.provisioner.generatingPolicyVersion = 'policies.kyverno.io/v1';
    bench.wait(121);
    await bench.replica().fillMissing(ID);
    expect((await bench.row()).state).toBe('complete');
  });

  it('leaves one alone that was made anew', async () => {
    bench.provisioner.remove('Namespace', 'payments-api');
    bench.provisioner.put(NAMESPACE, 'uid-2');
    await expect(bench.replica().fillMissing(ID)).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(bench.provisioner.writings).toEqual([]);
    expect((await bench.rows())[0].state).toBe('gone');
  });
});
