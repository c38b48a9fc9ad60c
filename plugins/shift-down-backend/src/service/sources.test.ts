/** Sources over HTTP: what the platform is told, that nobody else is, and testing. */
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import type { EvidenceSource } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../__testUtils__/database';
import { bulkInsert } from '../database/bulkInsert';
import { idOf } from '../__testUtils__/rows';
import { OWN, seedTwoTeams } from './__testUtils__/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from './__testUtils__/startTestPortal';

jest.setTimeout(60_000);

const API = '/api/shift-down';
const SECRET = 'token=abcdefgh12345678';

const run = async () => {};
let release = () => {};
const SOURCES: (EvidenceSource & { tests?: number })[] = [
  {
    id: 'demo',
    title: 'Demo',
    run,
    tests: 0,
    async test() {
      this.tests = (this.tests ?? 0) + 1;
      await new Promise<void>(resolve => {
        release = resolve;
        setTimeout(resolve, 200);
      });
      return {
        checks: [
          { name: 'API server', outcome: 'passed', message: 'v1.32' },
          { name: 'Rights', outcome: 'warning', message: `May do ${SECRET}` },
        ],
      };
    },
  },
  {
    id: 'broken',
    title: 'Broken',
    run,
    async test() {
      throw new Error(`connect ECONNREFUSED ${SECRET}`);
    },
  },
  { id: 'slow', title: 'Slow', run, test: () => new Promise(() => {}) },
  { id: 'vault', title: 'Vault', run },
];

async function seedDetails(knex: Knex) {
  await knex('clusters').where('name', 'demo').update({
    report_trust: 'rbac',
    report_trust_reason: 'Tenants may write reports',
  });
  await knex('sources')
    .where({ cluster_name: 'demo', kind: 'PolicyReport' })
    .update({ dropped: 7 });
  await knex('source_events').insert(
    ['demo', 'vault'].flatMap(cluster_name =>
      Array.from({ length: 60 }, (_, index) => ({
        cluster_name,
        kind: index % 2 ? 'PolicyReport' : '',
        level: index % 2 ? 'warning' : 'info',
        message: `hidden-event ${index}`,
        at: '2026-06-01T00:00:00.000Z',
      })),
    ),
  );
  await knex('report_writers').insert([
    ...Array.from({ length: 60 }, (_, index) => ({
      cluster_uid: 'uid-demo',
      source_kind: 'PolicyReport',
      namespace: 'team-b',
      writer: `serviceaccount:kyverno:hidden-${String(index).padStart(2, '0')}`,
      via: 'ClusterRoleBinding/kyverno',
      trusted: true,
    })),
    {
      cluster_uid: 'uid-demo',
      source_kind: 'PolicyReport',
      namespace: 'team-b',
      writer: 'user:hidden-zoe',
      via: 'RoleBinding/admins',
      trusted: false,
    },
  ]);
  await bulkInsert(
    knex,
    'exemptions',
    Array.from({ length: 501 }, (_, index) => ({
      object_id: idOf('exemption', String(index)),
      cluster_uid: 'uid-demo',
      engine: 'kyverno',
      namespace: 'team-b',
      name: `hidden-exemption-${index}`,
      policies: '[{"policy":"no-root","rules":["all"]}]',
      namespaces: '[]',
      scope: 'Everything',
      reason: 'Because',
      expires_at: null,
      created_at: `2026-06-01T00:00:00.${String(index).padStart(3, '0')}Z`,
    })),
  );
}

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('sources on %p', id => {
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, id);
    await seedTwoTeams(knex);
    await seedDetails(knex);
    portal = await startTestPortal({ knex, catalog: [OWN], sources: SOURCES });
  });
  beforeEach(() => {
    portal.auditor.createEvent.mockClear();
    portal.auditEvent.success.mockClear();
    portal.auditEvent.fail.mockClear();
  });

  const list = (persona: Persona) =>
    request(portal.server)
      .get(`${API}/sources`)
      .set('authorization', signedInAs(persona));
  const test = (persona: Persona, cluster: string) =>
    request(portal.server)
      .post(`${API}/sources/${cluster}/test`)
      .set('authorization', signedInAs(persona));

  it('tells the platform who may write, what happened, and what is exempt', async () => {
    const response = await list('platform');
    expect(response.status).toBe(200);
    const body: SourceList = response.body;
    const [demo, vault] = body.clusters;
    const reports = demo.sources.find(({ kind }) => kind === 'PolicyReport');

    expect(demo).toMatchObject({
      name: 'demo',
      reportTrust: 'rbac',
      reportTrustReason: 'Tenants may write reports',
      testable: true,
    });
    expect(vault).toMatchObject({ reportTrust: 'trusted', testable: false });
    expect(demo.events).toHaveLength(50);
    expect(demo.events?.[0]).toEqual({
      at: '2026-06-01T00:00:00.000Z',
      kind: 'PolicyReport',
      level: 'warning',
      message: 'hidden-event 59',
    });
    expect(demo.events?.[1]).not.toHaveProperty('kind');
    expect(vault.events).toHaveLength(50);

    expect(reports).toMatchObject({ dropped: 7, writersTotal: 61 });
    expect(reports?.writers).toHaveLength(50);
    expect(reports?.writers?.slice(0, 2)).toEqual([
      {
        writer: 'user:hidden-zoe',
        via: 'RoleBinding/admins',
        namespace: 'team-b',
        trusted: false,
      },
      expect.objectContaining({ trusted: true }),
    ]);

    expect(body.exemptionsTotal).toBe(501);
    expect(body.exemptions).toHaveLength(500);
    expect(body.exemptions?.[0]).toEqual({
      cluster: 'demo',
      engine: 'kyverno',
      namespace: 'team-b',
      name: 'hidden-exemption-500',
      policies: [{ policy: 'no-root', rules: ['all'] }],
      scope: 'Everything',
      reason: 'Because',
      createdAt: '2026-06-01T00:00:00.500Z',
    });
  });

  it('asks the database as often for many clusters as for few', async () => {
    const count = async () => {
      let queries = 0;
      const listener = () => {
        queries += 1;
      };
      knex.on('query', listener);
      await list('platform').expect(200);
      knex.removeListener('query', listener);
      return queries;
    };
    const few = await count();
    await knex('clusters').insert(
      Array.from({ length: 48 }, (_, index) => ({
        name: `many-${index}`,
        title: 'One of many',
        uid: `uid-many-${index}`,
      })),
    );
    expect(await count()).toBe(few);
    await knex('clusters').where('title', 'One of many').delete();
  });

  it('offers a test only to who may test', async () => {
    const { body } = await list('auditor').expect(200);
    expect(body.complete).toBe(true);
    expect(
      body.clusters.map((cluster: { testable: boolean }) => cluster.testable),
    ).toEqual([false, false]);
  });

  it.each(['ownerA', 'ownerB', 'security', 'outsider'] as const)(
    'tells %s none of it',
    async persona => {
      const { body, text } = await list(persona).expect(200);
      expect(text).not.toContain('hidden');
      expect(body).not.toHaveProperty('exemptions');
      expect(body).not.toHaveProperty('exemptionsTotal');
      for (const cluster of body.clusters) {
        for (const field of [
          'events',
          'reportTrust',
          'reportTrustReason',
          'testable',
        ]) {
          expect(cluster).not.toHaveProperty(field);
        }
        for (const source of cluster.sources) {
          for (const field of ['dropped', 'writers', 'writersTotal']) {
            expect(source).not.toHaveProperty(field);
          }
        }
      }
    },
  );

  it('tests a source for who may, redacted, and leaves a trace', async () => {
    const { body } = await test('platform', 'demo').expect(200);
    expect(body).toMatchObject({
      at: expect.stringMatching(/^\d{4}-/),
      checks: [
        { name: 'API server', outcome: 'passed', message: 'v1.32' },
        { name: 'Rights', outcome: 'warning' },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('abcdefgh12345678');
    expect(portal.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'source-test',
        severityLevel: 'medium',
        meta: { cluster: 'demo' },
      }),
    );
    expect(portal.auditEvent.success).toHaveBeenCalledWith({
      meta: { outcomes: { passed: 1, warning: 1 } },
    });
  });

  it('tests each source once at a time, for all who ask', async () => {
    const [source] = SOURCES;
    const before = source.tests ?? 0;
    const [one, two] = await Promise.all([
      test('platform', 'demo'),
      test('platform', 'demo'),
    ]);
    expect(one.body).toEqual(two.body);
    expect(source.tests).toBe(before + 1);
    await test('platform', 'demo').expect(200);
    expect(source.tests).toBe(before + 2);
    release();
  });

  it('tells that a test failed, or took too long, as what it found', async () => {
    const broken = await test('platform', 'broken').expect(200);
    expect(broken.body.checks).toMatchObject([
      { outcome: 'failed', message: expect.stringContaining('ECONNREFUSED') },
    ]);
    expect(broken.text).not.toContain('abcdefgh12345678');
    const slow = await test('platform', 'slow').expect(200);
    expect(slow.body.checks).toMatchObject([
      { name: 'Time limit', outcome: 'failed' },
    ]);
  });

  it.each(['ownerA', 'security', 'outsider'] as const)(
    'answers %s alike about a cluster that there is and one that there is not',
    async persona => {
      const answer = async (cluster: string) => {
        const { body, status } = await test(persona, cluster);
        return [status, body.error.message.replaceAll(cluster, '<cluster>')];
      };
      const known = await answer('demo');
      expect(known[0]).toBe(404);
      expect(await answer('nowhere')).toEqual(known);
      expect(portal.auditEvent.fail).toHaveBeenCalledTimes(2);
      expect(portal.auditEvent.success).not.toHaveBeenCalled();
    },
  );

  it.each([
    ['auditor', 'demo', 403],
    ['auditor', 'nowhere', 403],
    ['platform', 'nowhere', 404],
    ['platform', 'vault', 404],
  ] as const)(
    'answers %s about %s with %i',
    async (persona, cluster, status) => {
      await test(persona, cluster).expect(status);
      expect(portal.auditEvent.fail).toHaveBeenCalledTimes(1);
    },
  );

  it('tests for people only', async () => {
    await request(portal.server)
      .post(`${API}/sources/demo/test`)
      .set('authorization', mockCredentials.service.header())
      .expect(403);
    await request(portal.server)
      .post(`${API}/sources/demo/test`)
      .set('authorization', mockCredentials.none.header())
      .expect(401);
    expect(portal.auditor.createEvent).not.toHaveBeenCalled();
  });
});
