import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../../__testUtils__/database';
import { idOf } from '../../__testUtils__/rows';
import { imageContext } from '../__testUtils__/imageContext';
import { CONTROLS, seedTwoTeams } from '../__testUtils__/seedTwoTeams';
import { listSources } from './listSources';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('listSources on %p', id => {
  it('tells the platform counts, cut lists and what binds a namespace', async () => {
    const knex = await migratedDatabase(databases, id);
    await seedTwoTeams(knex);
    await knex('objects').insert({
      id: idOf('report'),
      cluster_uid: 'uid-demo',
      source_kind: 'PolicyReport',
      api_version: 'v1',
      kind: 'PolicyReport',
      namespace: 'team-a',
      name: 'report',
      uid: '',
      hash: '',
      observed_at: '',
    });
    await knex('cut_lists').insert({
      object_id: idOf('report'),
      cluster_uid: 'uid-demo',
      engine: 'gatekeeper',
      policy: 'no-latest',
      listed: 20,
      total: 31,
    });
    const list = await listSources(
      {
        ...imageContext(knex),
        database: knex,
        controls: CONTROLS,
        trust: 'namespace-owner',
        maxAge: {},
        ownerLabel: 'example.org/team',
        networkPolicyProviders: new Map(),
        controlOf: () => undefined,
        assessNow: async () => {},
        mirrorNow: async () => {},
        sourceTests: { isTestable: () => true, run: async () => undefined },
        clock: { now: () => new Date('2026-11-02T00:00:00.000Z') },
      },
      { entities: 'everything', allSources: true, mayTestSources: true },
    );
    expect(list).toMatchObject({
      complete: true,
      clusters: [
        {
          name: 'demo',
          uid: 'uid-demo',
          sources: [
            {
              kind: 'PolicyReport',
              objects: 1,
              cut: [{ policy: 'no-latest', listed: 20, total: 31 }],
            },
            {
              kind: 'VulnerabilityReport',
              state: 'failed',
              error: 'team-b/ledger-report: no such field',
              objects: 0,
              cut: [],
            },
          ],
        },
        { name: 'vault', sources: [{ objects: 0, cut: [] }] },
      ],
      unowned: { workloads: 1, findings: 1 },
      unboundNamespaces: [
        {
          cluster: 'demo',
          namespace: 'nobodys',
          workloads: 1,
          label: 'example.org/team: <group>',
        },
      ],
    });
  });
});
