import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type {
  AccessReview,
  ClusterManifest,
  DryRunOutcome,
} from '@shift-down/plugin-shift-down-node';
import { ConfigReader } from '@backstage/config';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import { insertCluster, insertSource } from '../../__testUtils__/rows';
import {
  insertManaged,
  insertObject,
} from '../../__testUtils__/managedNamespaces';
import { FakeProvisioner } from '../__testUtils__/FakeProvisioner';
import { readProvisioningConfig } from '../config';
import { ProofService, type ProofServiceOptions } from './ProofService';

const databases = TestDatabases.create();
const TEAM_A = 'group:default/team-a';
const NOW = '2026-11-05T00:00:00.000Z';

jest.setTimeout(60_000);

/** As a cluster with the guardrails of the bundle answers. */
function guarded(manifest: ClusterManifest): DryRunOutcome {
  const text = JSON.stringify(manifest);
  const refuse = (message: string): DryRunOutcome => ({
    outcome: 'refused',
    reason: 'Forbidden',
    message,
  });
  const podSecurity = (check: string) =>
    refuse(
      `pods "x" is forbidden: violates PodSecurity "restricted:v1.36": ${check}`,
    );
  if (text.includes('"privileged":true')) {
    return podSecurity('privileged (container "proof" must not set it)');
  }
  if (text.includes('registry.invalid')) {
    return refuse(
      `ValidatingAdmissionPolicy 'approved-registries' with binding 'approved-registries' denied request: no`,
    );
  }
  return { outcome: 'admitted', manifest };
}

describe.each(databases.eachSupportedId())('ProofService on %s', databaseId => {
  let knex: Knex;
  let provisioner: FakeProvisioner;
  let id: string;

  beforeEach(async () => {
    knex = await migratedDatabase(databases, databaseId);
    await insertCluster(knex, 'demo');
    for (const kind of ['Namespace', 'NetworkPolicy'] as const) {
      await insertSource(knex, { cluster_name: 'demo', kind });
    }
    id = await insertManaged(knex, { name: 'team-a-shop', owner_ref: TEAM_A });
    await insertObject(knex, {
      namespace_id: id,
      kind: 'ServiceAccount',
      name: 'workload',
    });
    provisioner = new FakeProvisioner('demo', 'uid-demo');
    provisioner.put(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'team-a-shop' },
      },
      'uid-of-team-a-shop',
    );
    provisioner.dryRuns = guarded;
  });

  afterEach(async () => {
    await knex.destroy();
  });

  const service = (options: Partial<ProofServiceOptions> = {}) =>
    new ProofService({
      database: knex,
      clock: { now: () => new Date(NOW) },
      config: readProvisioningConfig(
        new ConfigReader({
          provisioning: { proofs: { image: 'registry.example.com/app:1' } },
        }),
      ),
      provisioners: [provisioner],
      groups: { nameOf: async () => ({ name: 'oidc:team-a' }) },
      logger: mockServices.logger.mock(),
      ...options,
    });

  const outcomesOf = (proofs: { items: { id: string; outcome: string }[] }) =>
    Object.fromEntries(proofs.items.map(it => [it.id, it.outcome]));

  it('proves what is refused by who should while its twin is admitted, and keeps it', async () => {
    const proofs = await service().verify(id);
    expect(outcomesOf(proofs)).toMatchObject({
      privileged: 'proved',
      'foreign-image': 'proved',
      'host-network': 'failed',
      limits: 'not-proved',
      isolation: expect.stringMatching(/failed|not-proved/),
    });
    expect(proofs).toMatchObject({
      provedAt: NOW,
      askedAs: 'system:serviceaccount:shift-down:shift-down-prober',
      groups: ['oidc:team-a', 'system:authenticated'],
    });
    expect(proofs.declared.length).toBeGreaterThan(0);
    const row = await knex('managed_namespaces').where({ id }).first();
    expect(JSON.parse(row.proofs)).toEqual(JSON.parse(JSON.stringify(proofs)));
    expect(row.proved_at).toBe(NOW);
  });

  it('asks for the account of the baseline, and with the image that config names', async () => {
    const asked: ClusterManifest[] = [];
    provisioner.dryRuns = manifest => {
      asked.push(manifest);
      return { outcome: 'admitted', manifest };
    };
    await service().verify(id);
    const text = JSON.stringify(asked);
    expect(text).toContain('"serviceAccountName":"workload"');
    expect(text).toContain('registry.example.com/app:1');
    expect(asked.every(it => it.metadata.namespace === 'team-a-shop')).toBe(
      true,
    );
  });

  it('never makes anything', async () => {
    const before = provisioner.resourceVersions();
    await service().verify(id);
    expect(provisioner.writings).toEqual([]);
    expect(provisioner.calls.filter(it => it.startsWith('apply'))).toEqual([]);
    expect(provisioner.resourceVersions()).toEqual(before);
  });

  it('reviews what the group may do, and shows what it should not', async () => {
    const asked: AccessReview[] = [];
    provisioner.reviews = question => {
      asked.push(question);
      return {
        outcome: question.resource === 'secrets' ? 'allowed' : 'denied',
        reason: 'RBAC',
      };
    };
    const { access } = await service().verify(id);
    expect(access).toContainEqual(
      expect.objectContaining({
        id: 'read-secrets',
        expected: false,
        outcome: 'allowed',
      }),
    );
    expect(access).toContainEqual(
      expect.objectContaining({
        id: 'bind-roles',
        outcome: 'denied',
        reason: '',
      }),
    );
    expect(
      asked.every(
        it =>
          it.namespace === 'team-a-shop' &&
          it.groups.join() === 'oidc:team-a,system:authenticated',
      ),
    ).toBe(true);
  });

  it.each<
    [what: string, prepare: () => Partial<ProofServiceOptions>, why: RegExp]
  >([
    [
      'without a provisioner',
      () => ({ provisioners: [] }),
      /Give the portal a provisioner/,
    ],
    [
      'without a prober',
      () => {
        provisioner.inspect = async () => ({ uid: 'uid-demo', warnings: [] });
        return {};
      },
      /prober/,
    ],
    [
      'when nobody answers',
      () => {
        provisioner.away = true;
        return {};
      },
      /Nobody answers/,
    ],
    [
      'in another cluster',
      () => {
        provisioner.uid = 'uid-other';
        return {};
      },
      /reaches another one/,
    ],
    [
      'in another Namespace of that name',
      () => {
        provisioner.remove('Namespace', 'team-a-shop');
        provisioner.put({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'team-a-shop' },
        });
        return {};
      },
      /is not the one/,
    ],
    [
      'when the time is over',
      () => {
        provisioner.dryRun = () => new Promise(() => {});
        provisioner.reviewAccess = () => new Promise(() => {});
        return { limitMilliseconds: 50 };
      },
      /took too long/,
    ],
    [
      'where everything is refused by somebody else',
      () => {
        provisioner.dryRuns = () => ({
          outcome: 'refused',
          reason: 'InternalError',
          message:
            'failed calling webhook "dead.example.com": connection refused',
        });
        return {};
      },
      /webhook/,
    ],
  ])('proves nothing %s, and says why', async (_what, prepare, why) => {
    const { items } = await service(prepare()).verify(id);
    const asked = items.filter(it => it.id !== 'isolation');
    expect(new Set(asked.map(it => it.outcome))).toEqual(
      new Set(['not-proved']),
    );
    expect(asked[0].reason).toMatch(why);
  });

  it('reviews nothing for a group whose name nobody knows', async () => {
    const { access, groups } = await service({
      groups: {
        nameOf: async () => ({ problem: 'Nobody said what it is called' }),
      },
    }).verify(id);
    expect(groups).toEqual([]);
    expect(access.every(it => it.outcome === 'unknown')).toBe(true);
    expect(access[0].reason).toContain('Nobody said');
    expect(provisioner.calls).not.toContain('reviewAccess');
  });

  it('sees by what was collected that an allow-all undoes the isolation', async () => {
    await knex('namespaces').insert({
      cluster_uid: 'uid-demo',
      name: 'team-a-shop',
      object_id: 'namespace',
      uid: 'uid-of-team-a-shop',
      labels: '{}',
      fields: '{}',
    });
    await insertObject(knex, {
      namespace_id: id,
      kind: 'Namespace',
      name: 'team-a-shop',
      namespace: '',
      position: 0,
    });
    const policy = (name: string, spec: object) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace: 'team-a-shop' },
      spec,
    });
    const deny = policy('default-deny', {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    await insertObject(knex, {
      namespace_id: id,
      api_version: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      name: 'default-deny',
      manifest: JSON.stringify(deny),
      position: 2,
    });
    const collected = async ({ metadata, spec }: ReturnType<typeof policy>) => {
      await knex('resources').insert({
        object_id: metadata.name,
        cluster_uid: 'uid-demo',
        source_kind: 'NetworkPolicy',
        api_version: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        namespace: 'team-a-shop',
        name: metadata.name,
        uid: `uid-of-${metadata.name}`,
        labels: '{}',
        fields: JSON.stringify({ spec }),
      });
    };
    await collected(deny);
    const isolation = async () =>
      (await service().verify(id)).items.find(it => it.id === 'isolation');
    expect(await isolation()).toMatchObject({ outcome: 'not-proved' });
    await collected(
      policy('allow-all', {
        podSelector: {},
        ingress: [{}],
        policyTypes: ['Ingress'],
      }),
    );
    expect(await isolation()).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('allow-all'),
    });
  });

  it.each([
    [{ state: 'gone', gone_at: NOW }, 'ConflictError'],
    [{ uid: '' }, 'ConflictError'],
  ])('asks nobody about one that is %j', async (change, name) => {
    await knex('managed_namespaces').where({ id }).update(change);
    await expect(service().verify(id)).rejects.toMatchObject({ name });
    expect(provisioner.calls).toEqual([]);
  });

  it('knows no namespace that there is not', async () => {
    await expect(service().verify('other')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });
});
