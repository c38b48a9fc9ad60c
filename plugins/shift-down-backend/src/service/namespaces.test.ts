/** Readiness of namespaces and policies of clusters, as each persona gets them. */
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type {
  EvaluationDetail,
  Result,
} from '@shift-down/plugin-shift-down-common';
import type {
  NamespaceDetail,
  NamespacePage,
  PolicyExport,
} from '@shift-down/plugin-shift-down-common/client';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../__testUtils__/database';
import { idOf, insertSource, insertSubject, SEEN } from '../__testUtils__/rows';
import { API } from './__testUtils__/seededPortal';
import { OTHERS, OWN, seedTwoTeams } from './__testUtils__/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from './__testUtils__/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

const isolation = (kind: string, name: string) => ({
  kind,
  name,
  ingress: { state: 'open' as const, reason: '', policies: [], undoneBy: [] },
  egress: { state: 'unknown' as const, reason: '', policies: [], undoneBy: [] },
});

async function insertEvaluation(
  knex: Knex,
  subject: { namespace: string; kind: string; name: string; id: string },
  results: { baseline?: Result; restricted?: Result },
  detail: EvaluationDetail,
): Promise<void> {
  const object_id = idOf('evaluation', subject.id);
  await knex('objects').insert({
    id: object_id,
    cluster_uid: 'uid-demo',
    source_kind: 'Evaluation',
    api_version: 'shift-down.io/v1alpha1',
    kind: 'Evaluation',
    namespace: subject.namespace,
    name: `${subject.kind}/${subject.name}`,
    uid: '',
    hash: '',
    observed_at: SEEN,
  });
  await knex('evaluations').insert({
    object_id,
    cluster_uid: 'uid-demo',
    namespace: subject.namespace,
    subject_id: subject.id,
    input_hash: '',
    version: results.baseline ? 'v1.36' : null,
    ...results,
    detail: JSON.stringify(detail),
  });
}

const WRONG: EvaluationDetail = {
  checks: [
    {
      policy: 'pod-security',
      rule: 'run-as-non-root',
      level: 'restricted',
      result: 'fail',
      reason: '',
      message: 'It runs as root',
      violations: [{ component: 'app', field: 'spec.x', message: 'root' }],
    },
  ],
};

/** A guest of team B runs in the namespace of team A, whose own one is fine. */
async function seed(knex: Knex): Promise<void> {
  await seedTwoTeams(knex);
  await insertSource(knex, { cluster_name: 'demo', kind: 'Evaluation' });
  await insertSource(knex, {
    cluster_name: 'demo',
    kind: 'ValidatingAdmissionPolicy',
  });
  await insertSource(knex, {
    cluster_name: 'demo',
    kind: 'ValidatingAdmissionPolicyBinding',
  });
  await insertSubject(knex, {
    cluster: 'demo',
    namespace: 'team-a',
    name: 'guest',
    entities: [OTHERS],
    containers: [{ name: 'app', repository: 'registry.example/guest' }],
  });
  const subjects = await knex('subjects').where('cluster_uid', 'uid-demo');
  for (const subject of subjects) {
    const passes = subject.name === 'payments';
    await insertEvaluation(
      knex,
      subject,
      {
        baseline: 'pass',
        restricted: passes ? 'pass' : 'fail',
      },
      passes ? { checks: [] } : WRONG,
    );
  }
  const id = idOf('subject', 'namespace', 'team-a');
  await knex('subjects').insert({
    id,
    cluster_uid: 'uid-demo',
    namespace: '',
    kind: 'Namespace',
    name: 'team-a',
  });
  await insertEvaluation(
    knex,
    { id, namespace: 'team-a', kind: 'Namespace', name: 'team-a' },
    {},
    {
      checks: WRONG.checks.map(check => ({
        ...check,
        policy: 'namespace-baseline',
        rule: 'network-ingress',
      })),
      isolation: [
        isolation('Deployment', 'payments'),
        isolation('Deployment', 'guest'),
      ],
      access: [
        {
          who: 'group:auditors',
          power: 'read-secrets',
          title: 'read Secrets',
          scope: 'namespace',
          trusted: false,
          anybody: false,
          paths: [],
        },
      ],
      identities: [
        {
          serviceAccount: 'payments',
          provider: 'aws',
          identity: 'arn:aws:iam::1:role/payments',
          workloads: [],
          assumableBy: [],
        },
      ],
    },
  );
  for (const [name, expression] of [
    ['fine', 'object.spec.replicas > 1'],
    ['masked', 'object.metadata.name != "[redacted]"'],
  ]) {
    const object_id = idOf('policy', name);
    const row = {
      cluster_uid: 'uid-demo',
      source_kind: 'ValidatingAdmissionPolicy',
      api_version: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      namespace: '',
      name,
      uid: idOf(name),
    };
    await knex('objects').insert({
      ...row,
      id: object_id,
      hash: '',
      observed_at: SEEN,
    });
    await knex('resources').insert({
      ...row,
      object_id,
      labels: '{"set":"base"}',
      fields: JSON.stringify({
        apiVersion: row.api_version,
        kind: row.kind,
        metadata: { name },
        spec: { validations: [{ expression }] },
      }),
    });
  }
}

describe.each(databases.eachSupportedId())('namespaces on %p', id => {
  let knex: Knex;
  let portal: TestPortal;

  const get = async (authorization: string, path: string) =>
    await request(portal.server)
      .get(`${API}${path}`)
      .set('authorization', authorization);
  const read = async <T>(persona: Persona, path: string): Promise<T> => {
    const { body, status } = await get(signedInAs(persona), path);
    expect([path, status, body]).toEqual([path, 200, body]);
    return body;
  };
  const list = (persona: Persona, query = '') =>
    read<NamespacePage>(persona, `/namespaces${query}`);
  const detail = (persona: Persona, namespace = 'team-a') =>
    read<NamespaceDetail>(persona, `/namespaces/demo/${namespace}`);

  beforeAll(async () => {
    knex = await migratedDatabase(databases, id);
    await seed(knex);
    portal = await startTestPortal({ knex, catalog: [OWN, OTHERS] });
  });

  it.each<[Persona, string[]]>([
    ['ownerA', ['demo/team-a']],
    ['ownerB', ['demo/team-a', 'demo/team-b', 'vault/team-b']],
    ['security', ['demo/team-a', 'demo/team-b', 'vault/team-b']],
    // Only the platform hears of what belongs to nobody.
    [
      'platform',
      ['demo/nobodys', 'demo/team-a', 'demo/team-b', 'vault/team-b'],
    ],
    ['outsider', []],
  ])('are listed for %s: %j', async (persona, expected) => {
    const { items, total } = await list(persona);
    expect(items.map(it => `${it.cluster}/${it.namespace}`)).toEqual(expected);
    expect(total).toBe(expected.length);
  });

  it('are counted over the workloads that the reader may read', async () => {
    const counts = async (persona: Persona) => {
      const { items } = await list(persona);
      const { complete, levels, suggestion, workloads } = items.find(
        it => it.namespace === 'team-a',
      )!;
      return { complete, workloads, restricted: levels[1], suggestion };
    };
    // All that A sees meets the level; whether all that there is does is not told.
    expect(await counts('ownerA')).toEqual({
      complete: false,
      workloads: 1,
      restricted: { level: 'restricted', meets: 1, fails: 0, unknown: 0 },
    });
    expect(await counts('ownerB')).toMatchObject({
      complete: false,
      restricted: { meets: 0, fails: 1 },
    });
    // Nor where there happens to be no other.
    const { items } = await list('ownerB', '?cluster=demo&text=team-b');
    expect(items).toMatchObject([{ workloads: 1, complete: false }]);
    for (const persona of ['security', 'platform'] as const) {
      expect(await counts(persona)).toMatchObject({
        complete: true,
        workloads: 2,
        restricted: { meets: 1, fails: 1, unknown: 0 },
      });
    }
  });

  it('come with the label to set once all workloads meet a level', async () => {
    const { items } = await list('platform', '?cluster=demo&text=EAM-A');
    expect(items).toMatchObject([
      {
        version: 'v1.36',
        enforces: 'baseline',
        labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
        suggestion: {
          // It enforces that already, of whatever version is the newest.
          level: 'baseline',
          labels: {
            'pod-security.kubernetes.io/enforce': 'baseline',
            'pod-security.kubernetes.io/enforce-version': 'v1.36',
          },
        },
      },
    ]);
  });

  it('are paged without a gap', async () => {
    const all = await list('platform');
    const first = await list('platform', '?limit=3');
    expect(first.items).toHaveLength(3);
    const rest = await list(
      'platform',
      `?limit=3&cursor=${encodeURIComponent(first.nextCursor!)}`,
    );
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('are unknown in a cluster that was never evaluated', async () => {
    const { items } = await list('ownerB', '?cluster=vault');
    expect(items).toMatchObject([
      {
        freshness: 'not-installed',
        levels: [
          { level: 'baseline', meets: 0, fails: 0, unknown: 1 },
          { level: 'restricted', meets: 0, fails: 0, unknown: 1 },
        ],
      },
    ]);
    expect(items[0].version).toBeUndefined();
    expect(items[0].suggestion).toBeUndefined();
  });

  it('show why a workload does not meet a level, and only to its readers', async () => {
    const own = await detail('ownerA');
    expect(own.workloadList).toMatchObject([
      { name: 'payments', entityRefs: [OWN], restricted: 'pass', checks: [] },
    ]);
    expect(own.isolation.map(it => it.name)).toEqual(['payments']);
    expect(JSON.stringify(own)).not.toContain('guest');

    const others = await detail('ownerB');
    expect(others.workloadList).toMatchObject([
      {
        name: 'guest',
        entityRefs: [OTHERS],
        baseline: 'pass',
        restricted: 'fail',
        checks: [
          {
            rule: 'run-as-non-root',
            controlId: 'run-as-non-root',
            title: 'Title of run-as-non-root',
          },
        ],
      },
    ]);
    expect(JSON.stringify(others)).not.toContain('payments');

    const all = await detail('platform');
    expect(all.workloadList.map(it => it.name)).toEqual(['guest', 'payments']);
  });

  it.each<[Persona, boolean]>([
    ['ownerA', true],
    ['ownerB', false],
    ['security', false],
    ['platform', true],
  ])('tell %s who can do what in it: %s', async (persona, told) => {
    const { access, checks, identities } = await detail(persona);
    expect([access, checks, identities].map(it => it !== undefined)).toEqual([
      told,
      told,
      told,
    ]);
  });

  it('answer alike for the unknown and the forbidden', async () => {
    const bodies = [];
    for (const [persona, cluster, namespace] of [
      ['ownerA', 'demo', 'team-b'],
      ['ownerA', 'demo', 'unheard-of'],
      ['ownerA', 'unheard-of', 'team-a'],
      ['outsider', 'demo', 'team-a'],
      ['security', 'demo', 'nobodys'],
    ] as const) {
      const { body, status } = await get(
        signedInAs(persona),
        `/namespaces/${cluster}/${namespace}`,
      );
      expect(status).toBe(404);
      bodies.push(
        JSON.stringify(body.error)
          .replaceAll(`namespace ${namespace}`, '')
          .replaceAll(`cluster ${cluster}`, ''),
      );
    }
    expect(new Set(bodies).size).toBe(1);
  });

  it('are no business of services', async () => {
    const service = mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('external:ci'),
      targetPluginId: 'shift-down',
    });
    for (const path of ['/namespaces', '/namespaces/demo/team-a']) {
      expect((await get(service, path)).status).toBe(403);
    }
  });

  describe('policies', () => {
    const names = ({ objects }: PolicyExport) =>
      objects.map(it => {
        const { kind, metadata } = it as {
          kind: string;
          metadata: { name: string };
        };
        return `${kind} ${metadata.name}`;
      });
    const asService = async (subject: string, cluster: string) =>
      await get(
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service(subject),
          targetPluginId: 'shift-down',
        }),
        `/policies?cluster=${cluster}`,
      );

    it('are Kubernetes objects, with the namespaces that the reader knows', async () => {
      const exported = await read<PolicyExport>(
        'ownerA',
        '/policies?cluster=demo',
      );
      expect(exported.freshness).toBe('fresh');
      expect(names(exported)).toEqual([
        'ValidatingAdmissionPolicy fine',
        'ValidatingAdmissionPolicy masked',
        'Namespace team-a',
      ]);
      expect(exported.objects[0]).toEqual({
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name: 'fine', labels: { set: 'base' } },
        spec: { validations: [{ expression: 'object.spec.replicas > 1' }] },
      });
      expect(exported.problems).toEqual([
        {
          policy: 'masked',
          reason: expect.stringContaining('masked'),
        },
      ]);
    });

    it('are told to a service that config names, and to no other', async () => {
      const { body, status } = await asService('external:ci', 'demo');
      expect(status).toBe(200);
      expect(names(body)).toEqual([
        'ValidatingAdmissionPolicy fine',
        'ValidatingAdmissionPolicy masked',
        'Namespace team-a',
      ]);
      expect((await asService('external:ci', 'vault')).status).toBe(404);
      expect((await asService('external:other', 'demo')).status).toBe(404);
      expect((await asService('plugin:catalog', 'demo')).status).toBe(404);
    });

    it('need the permission, and a cluster that there is', async () => {
      const bodies = [];
      for (const [persona, cluster] of [
        ['outsider', 'demo'],
        ['ownerB', 'demo'],
        ['ownerA', 'unheard-of'],
      ] as const) {
        const { body, status } = await get(
          signedInAs(persona),
          `/policies?cluster=${cluster}`,
        );
        expect(status).toBe(404);
        bodies.push(body.error.message.replace(`'${cluster}'`, ''));
      }
      expect(new Set(bodies).size).toBe(1);
    });
  });

  it('are unknown while evaluation is stale, whatever it last came to', async () => {
    await knex('sources')
      .where('kind', 'Evaluation')
      .update({ state: 'stale', since: SEEN });
    const stale = await detail('platform');
    expect(stale).toMatchObject({
      freshness: 'stale',
      levels: [
        { meets: 0, unknown: 2 },
        { meets: 0, unknown: 2 },
      ],
      workloadList: [
        { baseline: 'unknown', restricted: 'unknown' },
        { baseline: 'unknown', restricted: 'unknown' },
      ],
    });
    expect(stale.suggestion).toBeUndefined();
  });
});
