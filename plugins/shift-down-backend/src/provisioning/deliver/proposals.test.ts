/** Namespaces by way of a repository: nothing is written to the cluster by the portal. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { parse } from 'yaml';
import { migratedDatabase } from '../../__testUtils__/database';
import { idOf, SEEN } from '../../__testUtils__/rows';
import { FIRST, SECOND, wish } from '../__testUtils__/baselines';
import { FakeRepository } from '../__testUtils__/FakeRepository';
import {
  DEVELOPER,
  ProvisioningBench,
} from '../__testUtils__/ProvisioningBench';

jest.setTimeout(60_000);

const BRANCH = 'shift-down/namespace-prod-payments-api';

describe('A namespace by pull request', () => {
  const databases = TestDatabases.create();
  let bench: ProvisioningBench;
  let repository: FakeRepository;

  beforeEach(async () => {
    bench = new ProvisioningBench(
      await migratedDatabase(databases, 'SQLITE_3'),
    );
    repository = new FakeRepository();
    bench.pullRequests = [repository];
    bench.configure({
      clusters: [
        {
          cluster: 'prod',
          delivery: 'pull-request',
          repositoryUrl: repository.url,
          path: 'prod/namespaces',
          base: 'main',
        },
      ],
    });
    await bench.seedCluster();
  });

  const paths = () =>
    repository.open.get(BRANCH)?.changes.map(it => [it.path, 'deleted' in it]);

  it('is one branch with one file an object, in order', async () => {
    await bench.replica().provision(wish(), DEVELOPER);
    expect(paths()).toEqual([
      ['prod/namespaces/payments-api/00-namespace-payments-api.yaml', false],
      [
        'prod/namespaces/payments-api/01-networkpolicy-baseline-default-deny.yaml',
        false,
      ],
      [
        'prod/namespaces/payments-api/02-resourcequota-baseline-quota.yaml',
        false,
      ],
      ['prod/namespaces/payments-api/03-serviceaccount-default.yaml', false],
      [
        'prod/namespaces/payments-api/04-rolebinding-baseline-developer.yaml',
        false,
      ],
    ]);
    expect(repository.open.get(BRANCH)).toMatchObject({
      base: 'main',
      title: 'Make namespace payments-api in prod',
    });
    expect(await bench.row()).toMatchObject({
      state: 'proposed',
      delivery: 'pull-request',
      branch: BRANCH,
      pull_request_url: `${repository.url}/pulls/${BRANCH}`,
      uid: '',
      busy_token: null,
    });
    expect(new Set(Object.values(await bench.states()))).toEqual(
      new Set(['proposed']),
    );
    expect(bench.provisioner.calls).toEqual([]);
  });

  it('says that it is complete, for nobody comes to say so later', async () => {
    await bench.replica().provision(wish(), DEVELOPER);
    const [namespace] = repository.open.get(BRANCH)!.changes;
    const { id } = await bench.row();
    expect(
      'content' in namespace ? parse(namespace.content) : undefined,
    ).toMatchObject({
      metadata: {
        labels: { 'shift-down.io/baseline-state': 'complete' },
        annotations: { 'shift-down.io/provisioning': id },
      },
    });
  });

  it('is proposed once, however often it is asked for', async () => {
    const id = await bench.replica().provision(wish(), DEVELOPER);
    const first = repository.open.get(BRANCH)?.changes;
    expect(await bench.replica().provision(wish(), DEVELOPER)).toBe(id);
    expect(repository.open.get(BRANCH)?.changes).toEqual(first);
    repository.merge();
    await bench.replica().provision(wish(), DEVELOPER);
    expect(repository.open.size).toBe(0);
    expect(await bench.row()).toMatchObject({
      state: 'proposed',
      reason: expect.stringContaining('not seen in the cluster yet'),
    });
  });

  it('stays complete where nothing else is asked for', async () => {
    const id = await bench.replica().provision(wish(), DEVELOPER);
    repository.merge();
    // As it is noted once all of it was seen.
    await bench.knex('managed_namespaces').update({ state: 'complete' });
    await bench.knex('managed_objects').update({ state: 'applied' });
    await bench.replica().repair(id);
    await bench.replica().provision(wish(), DEVELOPER);
    expect((await bench.row()).state).toBe('complete');
    expect(new Set(Object.values(await bench.states()))).toEqual(
      new Set(['applied']),
    );
  });

  it('is upgraded with the files that are not needed any more removed', async () => {
    const id = await bench.replica().provision(wish(), DEVELOPER);
    repository.merge();
    repository.files.set('prod/namespaces/payments-api/README.md', 'ours');
    bench.baselines = [SECOND, FIRST];
    await bench.replica().upgrade(id);
    expect(paths()).toEqual([
      ['prod/namespaces/payments-api/00-namespace-payments-api.yaml', false],
      [
        'prod/namespaces/payments-api/02-limitrange-baseline-limits.yaml',
        false,
      ],
      [
        'prod/namespaces/payments-api/02-resourcequota-baseline-quota.yaml',
        true,
      ],
    ]);
    expect(await bench.row()).toMatchObject({
      state: 'proposed',
      baseline_version: '1.1.0',
    });
  });

  it('is lowered and raised by a pull request as well', async () => {
    const id = await bench
      .replica()
      .provision(wish({ podSecurity: 'baseline' }), DEVELOPER);
    repository.merge();
    await bench.replica().applyLevel(id, 'baseline', 'exception-1');
    expect(paths()).toEqual([
      ['prod/namespaces/payments-api/00-namespace-payments-api.yaml', false],
    ]);
    expect(await bench.row()).toMatchObject({
      state: 'proposed',
      applied_level: 'baseline',
    });
  });

  it.each<[string, () => Promise<void> | void, string]>([
    [
      'a folder that is somebody else’s',
      () => {
        repository.files.set('prod/namespaces/payments-api/quota.yaml', 'x');
      },
      'ConflictError',
    ],
    [
      'a namespace that is there already',
      async () => {
        await bench.knex('objects').insert({
          id: idOf('namespace'),
          cluster_uid: 'uid-prod',
          source_kind: 'Namespace',
          api_version: 'v1',
          kind: 'Namespace',
          namespace: '',
          name: 'payments-api',
          uid: 'uid-1',
          hash: '',
          observed_at: SEEN,
        });
        await bench.knex('namespaces').insert({
          cluster_uid: 'uid-prod',
          name: 'payments-api',
          object_id: idOf('namespace'),
          uid: 'uid-1',
          labels: '{}',
          fields: '{}',
        });
      },
      'ConflictError',
    ],
    [
      'a cluster of which nobody knows which one it is',
      async () => {
        await bench.knex('clusters').delete();
      },
      'ServiceUnavailableError',
    ],
    [
      'a repository that may not be changed',
      () => {
        bench.pullRequests = [];
      },
      'NotAllowedError',
    ],
    [
      'a branch that others have committed to',
      () => {
        repository.conflict = 'Somebody else has committed';
      },
      'ConflictError',
    ],
    [
      'a host that is away',
      () => {
        repository.error = new Error('git.example is away');
      },
      'Error',
    ],
  ])('is refused for %s, and leaves no record', async (_, arrange, name) => {
    await arrange();
    await expect(
      bench.replica().provision(wish(), DEVELOPER),
    ).rejects.toMatchObject({ name });
    expect(repository.open.size).toBe(0);
    expect(await bench.rows()).toEqual([]);
  });
});
