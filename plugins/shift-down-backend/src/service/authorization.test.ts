/**
 * Who gets an answer: each persona on each route, for its own entity, another
 * team's and an unknown one.
 */
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import request from 'supertest';
import {
  API,
  posturePath,
  startSeededPortal,
  UNKNOWN,
  type SeededPortal,
} from './__testUtils__/seededPortal';
import {
  DOMAIN,
  FINDINGS,
  OTHERS,
  OWN,
  SYSTEM,
  UNCONFIRMED,
} from './__testUtils__/seedTwoTeams';
import { signedInAs, type Persona } from './__testUtils__/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('authorisation on %p', id => {
  let portal: SeededPortal;

  beforeAll(async () => {
    portal = await startSeededPortal(databases, id);
  });

  describe('routes that name one entity', () => {
    const routes: [string, (ref: string) => string][] = [
      ['posture', posturePath],
      ['findings', ref => `${API}/findings?entityRef=${ref}`],
      ['images', ref => `${API}/images?entityRef=${ref}`],
    ];
    const table: [Persona, string, number][] = [
      ['ownerA', OWN, 200],
      ['ownerA', OTHERS, 404],
      ['ownerA', UNCONFIRMED, 200],
      ['ownerA', SYSTEM, 200],
      ['ownerA', UNKNOWN, 404],
      ['ownerB', OWN, 404],
      ['ownerB', OTHERS, 200],
      ['ownerB', SYSTEM, 404],
      ['ownerB', UNKNOWN, 404],
      ['platform', OWN, 200],
      ['platform', OTHERS, 200],
      ['platform', DOMAIN, 200],
      ['platform', UNKNOWN, 404],
      ['security', OWN, 200],
      // The catalog itself hides this one.
      ['security', OTHERS, 404],
      ['outsider', OWN, 404],
      ['outsider', UNKNOWN, 404],
    ];

    describe.each(routes)('%s', (_, pathOf) => {
      it.each(table)('%s asks for %s and gets %d', async (...row) => {
        const [persona, ref, status] = row;
        expect((await portal.get(persona, pathOf(ref))).status).toBe(status);
      });

      it('answers alike for the unknown and the forbidden', async () => {
        const answers = await Promise.all(
          (
            [
              ['ownerA', UNKNOWN],
              ['ownerA', OTHERS],
              ['security', OTHERS],
              ['outsider', OWN],
            ] as const
          ).map(async ([persona, ref]) => {
            const { body } = await portal.get<object>(persona, pathOf(ref));
            return JSON.stringify(body)
              .replaceAll(ref, '<ref>')
              .replaceAll(pathOf(ref).replace(API, ''), '<path>');
          }),
        );
        expect(new Set(answers).size).toBe(1);
      });
    });
  });

  describe('GET /sources', () => {
    it.each([
      ['ownerA', false, ['demo']],
      ['ownerB', false, ['demo', 'vault']],
      ['security', false, ['demo', 'vault']],
      ['outsider', false, []],
      ['platform', true, ['demo', 'vault']],
    ] as const)('shows %s (complete: %s) %p', async (persona, ...expected) => {
      const [complete, names] = expected;
      const list = await portal.read<SourceList>(persona, `${API}/sources`);
      expect(list.complete).toBe(complete);
      expect(list.clusters.map(cluster => cluster.name)).toEqual(names);
      expect(list.unowned).toEqual(
        complete ? { workloads: 1, findings: 1 } : undefined,
      );
      expect(list.unboundNamespaces?.map(({ namespace }) => namespace)).toEqual(
        complete ? ['nobodys'] : undefined,
      );
      expect(JSON.stringify(list).includes('team-b/')).toBe(complete);
    });
  });

  it('says of a failed source that it failed, and only the platform why', async () => {
    const failedFor = async (persona: Persona) => {
      const { clusters } = await portal.read<SourceList>(
        persona,
        `${API}/sources`,
      );
      return clusters[0].sources.find(source => source.state === 'failed');
    };
    const restricted = await failedFor('ownerA');
    expect(restricted?.error).toMatch(/platform team/);
    expect(restricted).not.toHaveProperty('objects');
    expect(restricted).not.toHaveProperty('warnings');
    expect(await failedFor('platform')).toMatchObject({
      error: 'team-b/ledger-report: no such field',
      objects: 0,
      warnings: ['team-b/secret.yaml: too large'],
    });
  });

  const EVERY_ROUTE: ['get' | 'post', string][] = [
    ['get', posturePath(OWN)],
    ['get', `${API}/postures`],
    ['post', `${API}/posture/by-refs`],
    ['get', `${API}/findings`],
    ['get', `${API}/findings/${FINDINGS.ofA}`],
    ['get', `${API}/images`],
    ['get', `${API}/sources`],
  ];

  describe.each(EVERY_ROUTE)('%s %s', (method, path) => {
    const send = (authorization: string) =>
      request(portal.server)
        [method](path)
        .set('authorization', authorization)
        .send(method === 'post' ? { entityRefs: [OWN] } : undefined);

    it('refuses who is not signed in', async () => {
      const { status } = await send(mockCredentials.none.header());
      expect(status).toBe(401);
    });

    it('refuses services, which the permission service would allow everything', async () => {
      const { status } = await send(mockCredentials.service.header());
      expect(status).toBe(403);
    });

    it('asks for one decision', async () => {
      portal.decisions.length = 0;
      await send(signedInAs('ownerA')).expect(200);
      expect(
        portal.decisions.filter(decision => decision === 'conditional'),
      ).toHaveLength(1);
    });
  });
});
