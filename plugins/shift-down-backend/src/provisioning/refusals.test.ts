/** What is refused before anything is written, and what belongs to others. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { ClusterObject } from '@shift-down/plugin-shift-down-node';
import { migratedDatabase } from '../__testUtils__/database';
import { wish } from './__testUtils__/baselines';
import { FakeProvisioner } from './__testUtils__/FakeProvisioner';
import {
  COMPLETE,
  DEVELOPER,
  ProvisioningBench,
} from './__testUtils__/ProvisioningBench';

jest.setTimeout(60_000);

describe('ProvisioningService', () => {
  const databases = TestDatabases.create();

  async function start(): Promise<ProvisioningBench> {
    return new ProvisioningBench(await migratedDatabase(databases, 'SQLITE_3'));
  }

  describe('refuses before anything is written', () => {
    it.each<[string, (bench: ProvisioningBench) => void, string, string]>([
      [
        'a group that is not the user’s',
        () => {},
        'NotAllowedError',
        'group:default/search',
      ],
      [
        'a cluster that is away',
        bench => {
          bench.provisioner.away = true;
        },
        'ServiceUnavailableError',
        'Try again',
      ],
      [
        'a group that is called like one of the cluster',
        bench =>
          bench.configure({
            groups: {
              named: [
                { group: 'group:default/payments', name: 'system:masters' },
              ],
            },
          }),
        'InputError',
        'system:masters',
      ],
      [
        'a group that nobody named',
        bench => bench.configure({ groups: {} }),
        'InputError',
        'shiftDown.provisioning.groups',
      ],
      [
        'a group that the catalog does not have',
        bench => {
          bench.entities = [];
        },
        'InputError',
        'The catalog has no group:default/payments',
      ],
      [
        'a cluster that nobody configured',
        bench => bench.configure({ clusters: [{ cluster: 'other' }] }),
        'InputError',
        'prod',
      ],
      [
        'everything where it is switched off',
        bench => bench.configure({ clusters: [] }),
        'NotAllowedError',
        'shiftDown.provisioning.clusters',
      ],
      [
        'a cluster without a provisioner',
        bench => {
          bench.provisioner = new FakeProvisioner('another');
        },
        'NotAllowedError',
        'provisioner',
      ],
    ])('%s', async (title, arrange, name, message) => {
      const bench = await start();
      arrange(bench);
      const request = title.includes('not the user’s')
        ? wish({ ownerRef: 'group:default/search' })
        : wish();
      await expect(
        bench.replica().provision(request, DEVELOPER),
      ).rejects.toMatchObject({
        name,
        message: expect.stringContaining(message),
      });
      expect(bench.provisioner.writings).toEqual([]);
      expect(await bench.rows()).toEqual([]);
    });

    it.each([
      'kube-system',
      'default',
      '../../etc',
      'a: b',
      '${{ secrets.token }}', // eslint-disable-line no-template-curly-in-string
      'a\n---\nkind: ClusterRoleBinding',
    ])('the name %j', async name => {
      const bench = await start();
      await expect(
        bench.replica().provision(wish({ name }), DEVELOPER),
      ).rejects.toMatchObject({ name: 'InputError' });
      expect(bench.provisioner.calls).toEqual([]);
    });

    it('a cluster that is not the one that is collected', async () => {
      const bench = await start();
      await bench.seedCluster('prod', 'uid-another');
      await expect(
        bench.replica().provision(wish(), DEVELOPER),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(bench.provisioner.writings).toEqual([]);
    });

    it('a namespace that is managed for another group', async () => {
      const bench = await start();
      const search = {
        ...DEVELOPER,
        ownershipRefs: ['group:default/search'],
      };
      await bench
        .replica()
        .provision(wish({ ownerRef: 'group:default/search' }), search);
      const before = bench.provisioner.resourceVersions();
      await expect(
        bench.replica().provision(wish(), DEVELOPER),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(bench.provisioner.resourceVersions()).toEqual(before);
    });
  });

  describe('touches no namespace by somebody else', () => {
    /** Looks just like one of ours, down to the number of another record. */
    async function imposter(bench: ProvisioningBench): Promise<ClusterObject> {
      await bench.replica().provision(wish({ name: 'model' }), DEVELOPER);
      const { manifest } = bench.provisioner.find('Namespace', 'model')!;
      bench.provisioner.writings.length = 0;
      return bench.provisioner.put({
        ...manifest,
        metadata: { ...manifest.metadata, name: 'payments-api' },
      });
    }

    it('that looks like ours', async () => {
      const bench = await start();
      await imposter(bench);
      await expect(
        bench.replica().provision(wish(), DEVELOPER),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('was not made here'),
      });
      expect(bench.provisioner.writings).toEqual([]);
      expect(await bench.rows('payments-api')).toEqual([]);
    });

    it('that was made after we were cut off, before we made ours', async () => {
      const bench = await start();
      bench.provisioner.accidents.set(5, 'killed');
      const killed = bench.provisioner.whenKilled();
      bench
        .replica()
        .provision(wish(), DEVELOPER)
        .catch(() => {});
      await killed;
      expect((await bench.row()).uid).toBe('');
      await imposter(bench);
      bench.wait();
      await expect(
        bench.replica().provision(wish(), DEVELOPER),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(bench.provisioner.writings).toEqual([]);
      expect((await bench.row()).uid).toBe('');
    });

    it('that took the place of ours', async () => {
      const bench = await start();
      await bench.replica().provision(wish(), DEVELOPER);
      const { id } = await bench.row();
      const { manifest } = bench.provisioner.find('Namespace', 'payments-api')!;
      bench.provisioner.remove('Namespace', 'payments-api');
      bench.provisioner.put(manifest, 'uid-imposter');
      bench.provisioner.writings.length = 0;

      for (const attempt of [
        () => bench.replica().repair(id),
        () => bench.replica().upgrade(id),
        () => bench.replica().applyLevel(id, 'restricted', null),
        () => bench.replica().provision(wish(), DEVELOPER),
      ]) {
        await expect(attempt()).rejects.toMatchObject({
          name: 'ConflictError',
        });
      }
      expect(bench.provisioner.writings).toEqual([]);
      expect((await bench.rows())[0].state).toBe('gone');
    });

    it('that was made while we looked', async () => {
      const bench = await start();
      // The third call reads the Namespace once more; the fifth would create it.
      bench.provisioner.meanwhile.set(5, () =>
        bench.provisioner.put({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'payments-api' },
        }),
      );
      await expect(
        bench.replica().provision(wish(), DEVELOPER),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(bench.provisioner.writings).toEqual([]);
      expect(await bench.rows()).toEqual([]);
    });

    it('nor an object in ours that says something else', async () => {
      const bench = await start();
      bench.provisioner.meanwhile.set(6, () =>
        bench.provisioner.put({
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: {
            name: 'baseline-default-deny',
            namespace: 'payments-api',
          },
          spec: { podSelector: {}, ingress: [{}], policyTypes: ['Ingress'] },
        }),
      );
      await bench.replica().provision(wish(), DEVELOPER);
      expect(await bench.states()).toEqual({
        ...COMPLETE,
        'default-deny': 'conflict',
      });
      expect(bench.provisioner.writings.join()).not.toContain('NetworkPolicy');
    });
  });

  it('refuses a cluster that took the place of the one it was made in', async () => {
    const bench = await start();
    await bench.replica().provision(wish(), DEVELOPER);
    const { id } = await bench.row();
    bench.provisioner = new FakeProvisioner('prod', 'uid-new');
    for (const attempt of [
      () => bench.replica().repair(id),
      () => bench.replica().applyLevel(id, 'restricted', null),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ name: 'ConflictError' });
    }
    expect(bench.provisioner.writings).toEqual([]);
    expect((await bench.row()).state).toBe('complete');
  });
});
