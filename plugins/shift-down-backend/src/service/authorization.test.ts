/**
 * Who gets to see what: each persona on each route, for its own entity, another
 * team's and an unknown one. Everything that could tell of others is compared:
 * items, counts, totals, facets, messages and places.
 */
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type {
  FindingDetail,
  FindingPage,
  ImagePage,
  Posture,
  PosturePage,
  SourceList,
} from '@shift-down/plugin-shift-down-common/client';
import request from 'supertest';
import { migratedDatabase } from '../testUtils/database';
import {
  DOMAIN,
  FINDINGS,
  OTHERS,
  OWN,
  PROXY,
  seedTwoTeams,
  SYSTEM,
  UNCONFIRMED,
} from './testUtils/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from './testUtils/startTestPortal';

jest.setTimeout(60_000);

const UNKNOWN = 'component:default/nobody-knows';
const API = '/api/shift-down';

function posturePath(ref: string): string {
  const [kind, namespace, name] = ref.split(/[:/]/);
  return `${API}/entities/by-name/${kind}/${namespace}/${name}/posture`;
}

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('authorisation on %p', id => {
  let portal: TestPortal;

  beforeAll(async () => {
    const knex = await migratedDatabase(databases, id);
    await seedTwoTeams(knex);
    portal = await startTestPortal({
      knex,
      catalog: [OWN, OTHERS, UNCONFIRMED, SYSTEM, DOMAIN],
      hidden: { security: [OTHERS] },
    });
  });

  async function get<T>(
    persona: Persona,
    path: string,
  ): Promise<{ status: number; body: T }> {
    const { status, body } = await request(portal.server)
      .get(path)
      .set('authorization', signedInAs(persona));
    return { status, body };
  }

  async function read<T>(persona: Persona, path: string): Promise<T> {
    const { status, body } = await get<T>(persona, path);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  }

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
        expect((await get(persona, pathOf(ref))).status).toBe(status);
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
            const { body } = await get<object>(persona, pathOf(ref));
            return JSON.stringify(body)
              .replaceAll(ref, '<ref>')
              .replaceAll(pathOf(ref).replace(API, ''), '<path>');
          }),
        );
        expect(new Set(answers).size).toBe(1);
      });
    });
  });

  describe('GET /findings', () => {
    const table: [Persona, string, string[]][] = [
      ['ownerA', '', [FINDINGS.shared, FINDINGS.ofA]],
      ['ownerB', '', [FINDINGS.shared, FINDINGS.ofB]],
      ['platform', '', [FINDINGS.shared, FINDINGS.ofA, FINDINGS.ofB]],
      ['outsider', '', []],
      // Filters must not tell of places that lie elsewhere.
      ['ownerA', 'namespace=team-b', []],
      ['ownerA', 'namespace=nobodys', []],
      ['ownerA', 'cluster=vault', []],
      ['ownerA', 'cluster=demo', [FINDINGS.shared, FINDINGS.ofA]],
      ['ownerA', 'text=ledger', []],
      ['ownerB', 'cluster=vault', [FINDINGS.shared]],
      ['platform', 'namespace=nobodys', []],
      ['ownerA', `entityRef=${SYSTEM}`, [FINDINGS.shared, FINDINGS.ofA]],
      [
        'platform',
        `entityRef=${DOMAIN}`,
        [FINDINGS.shared, FINDINGS.ofA, FINDINGS.ofB],
      ],
    ];

    it.each(table)('%s with %p', async (persona, query, ids) => {
      const page = await read<FindingPage>(
        persona,
        `${API}/findings?${query}`,
      );
      expect(page.items.map(item => item.id).sort()).toEqual([...ids].sort());
      expect(page.total).toBe(ids.length);
      expect(page.totalIsLowerBound).toBe(false);
      expect(page.nextCursor).toBeUndefined();
    });

    it.each([
      ['ownerA', 1, [OWN], 'seen by A'],
      ['ownerB', 2, [OTHERS], 'seen by B'],
      // Places that belong to no entity belong to no list either.
      ['platform', 3, [OTHERS, OWN], undefined],
    ] as const)(
      'shows %s their own %d places of a shared finding',
      async (persona, occurrences, entityRefs, message) => {
        const page = await read<FindingPage>(
          persona,
          `${API}/findings?type=vulnerability`,
        );
        expect(page.items).toMatchObject([{ occurrences, entityRefs }]);
        if (message) {
          expect(page.items[0].message).toBe(message);
        }
      },
    );

    it('counts facets within what the user may read', async () => {
      const query = `${API}/findings?entityRef=${SYSTEM}`;
      const own = await read<FindingPage>('ownerA', query);
      expect(own.facets).toMatchObject({
        severity: [
          { value: 'critical', count: 1 },
          { value: 'high', count: 1 },
        ],
        cluster: [{ value: 'demo', count: 2 }],
        namespace: [{ value: 'team-a', count: 2 }],
      });
      const all = await read<FindingPage>('platform', query);
      expect(all.facets).toMatchObject({
        severity: [
          { value: 'critical', count: 2 },
          { value: 'high', count: 1 },
        ],
        cluster: [
          { value: 'demo', count: 3 },
          { value: 'vault', count: 1 },
        ],
        namespace: [
          { value: 'team-a', count: 2 },
          { value: 'team-b', count: 2 },
        ],
      });
    });

    it('pages through what the user may read and nothing else', async () => {
      const first = await read<FindingPage>('ownerA', `${API}/findings?limit=1`);
      expect(first).toMatchObject({ total: 2, items: [{ id: FINDINGS.shared }] });
      const second = await read<FindingPage>(
        'ownerA',
        `${API}/findings?limit=1&cursor=${first.nextCursor}`,
      );
      expect(second).toMatchObject({ total: 2, items: [{ id: FINDINGS.ofA }] });
      expect(second.nextCursor).toBeUndefined();
      const cursor = Buffer.from(
        String(first.nextCursor),
        'base64url',
      ).toString();
      expect(cursor).toContain(FINDINGS.shared);
      for (const other of [FINDINGS.ofA, FINDINGS.ofB, OTHERS]) {
        expect(cursor).not.toContain(other);
      }
    });
  });

  describe('GET /findings/:id', () => {
    const table: [Persona, keyof typeof FINDINGS, number][] = [
      ['ownerA', 'ofA', 200],
      ['ownerA', 'ofB', 404],
      ['ownerA', 'unowned', 404],
      ['ownerB', 'ofA', 404],
      ['ownerB', 'ofB', 200],
      ['platform', 'ofB', 200],
      ['platform', 'unowned', 404],
      ['outsider', 'shared', 404],
    ];

    it.each(table)('%s asks for %s and gets %d', async (...row) => {
      const [persona, name, status] = row;
      const path = `${API}/findings/${FINDINGS[name]}`;
      expect((await get(persona, path)).status).toBe(status);
    });

    it.each([
      ['ownerA', ['team-a/payments'], [OWN]],
      ['ownerB', ['team-b/ledger', 'team-b/vaulted'], [OTHERS]],
      [
        'platform',
        ['team-a/payments', 'team-b/ledger', 'team-b/vaulted'],
        [OTHERS, OWN],
      ],
    ] as const)(
      'tells %s of their own places only',
      async (persona, places, entityRefs) => {
        const finding = await read<FindingDetail>(
          persona,
          `${API}/findings/${FINDINGS.shared}`,
        );
        expect(
          finding.occurrenceList.map(place => `${place.namespace}/${place.name}`),
        ).toEqual(places);
        expect(finding.occurrences).toBe(places.length);
        expect(finding.entityRefs).toEqual(entityRefs);
        expect([
          ...new Set(finding.occurrenceList.flatMap(place => place.entityRefs)),
        ].sort()).toEqual(entityRefs);
      },
    );
  });

  describe('GET /images', () => {
    it.each([
      ['ownerA', 2, ['team-a/payments']],
      ['ownerB', 2, ['team-b/ledger', 'team-b/vaulted']],
      ['platform', 3, ['team-a/payments', 'team-b/ledger', 'team-b/vaulted']],
      ['outsider', 0, []],
    ] as const)('shows %s %d images', async (persona, total, workloads) => {
      const page = await read<ImagePage>(persona, `${API}/images`);
      expect(page.total).toBe(total);
      expect(page.items).toHaveLength(total);
      const shared = page.items.find(image => image.repository === PROXY);
      expect(
        (shared?.workloads ?? [])
          .map(place => `${place.namespace}/${place.name}`)
          .sort(),
      ).toEqual(workloads);
    });
  });

  describe('GET /postures', () => {
    it.each([
      ['ownerA', [OWN, UNCONFIRMED]],
      ['ownerB', [OTHERS]],
      ['platform', [OWN, OTHERS, UNCONFIRMED]],
      ['outsider', []],
    ] as const)('shows %s their entities', async (persona, refs) => {
      const page = await read<PosturePage>(persona, `${API}/postures`);
      expect(page.items.map(item => item.entityRef).sort()).toEqual(
        [...refs].sort(),
      );
      expect(page.total).toBe(refs.length);
    });
  });

  describe('POST /posture/by-refs', () => {
    it.each([
      ['ownerA', [true, false, true, false]],
      ['ownerB', [false, true, false, false]],
      ['platform', [true, true, true, false]],
      ['outsider', [false, false, false, false]],
    ] as const)('answers %s in order', async (persona, known) => {
      const entityRefs = [OWN, OTHERS, SYSTEM, UNKNOWN];
      const { body } = await request(portal.server)
        .post(`${API}/posture/by-refs`)
        .set('authorization', signedInAs(persona))
        .send({ entityRefs })
        .expect(200);
      expect(body.items.map((item: { entityRef: string }) => item.entityRef)).toEqual(
        entityRefs,
      );
      expect(
        body.items.map((item: { posture?: unknown }) => !!item.posture),
      ).toEqual(known);
    });
  });

  describe('systems and domains', () => {
    it.each([
      ['ownerA', SYSTEM, [OWN], 1, 'pass'],
      ['platform', SYSTEM, [OTHERS, OWN], 2, 'unknown'],
      ['ownerA', DOMAIN, [OWN], 1, 'pass'],
      ['platform', DOMAIN, [OTHERS, OWN], 2, 'unknown'],
    ] as const)(
      'roll up for %s what they may read of %s',
      async (persona, ref, parts, failing, readOnly) => {
        const posture = await read<Posture>(persona, posturePath(ref));
        expect(posture.state).toBe('assessed');
        expect(posture.parts.map(part => part.entityRef)).toEqual(parts);
        const controls = new Map(
          posture.controls.map(control => [control.id, control]),
        );
        expect(controls.get('run-as-non-root')).toMatchObject({
          result: 'fail',
          failing,
        });
        // The shared finding counts once, however many parts have it.
        expect(controls.get('no-known-vulnerabilities')).toMatchObject({
          failing: 1,
          worstSeverity: 'critical',
        });
        expect(controls.get('read-only-root')?.result).toBe(readOnly);
        expect(JSON.stringify(posture).includes('ledger')).toBe(
          persona === 'platform',
        );
        expect(JSON.stringify(posture).includes('vault')).toBe(
          persona === 'platform',
        );
      },
    );
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
      const list = await read<SourceList>(persona, `${API}/sources`);
      expect(list.complete).toBe(complete);
      expect(list.clusters.map(cluster => cluster.name)).toEqual(names);
      expect(list.unowned).toEqual(
        complete ? { workloads: 1, findings: 1 } : undefined,
      );
      expect(list.unboundNamespaces?.map(({ namespace }) => namespace)).toEqual(
        complete ? ['nobodys'] : undefined,
      );
      const failed = list.clusters[0]?.sources.find(
        source => source.state === 'failed',
      );
      expect(JSON.stringify(list).includes('team-b/')).toBe(complete);
      if (failed) {
        expect(failed.error).toBeTruthy();
        expect(failed.objects).toBe(complete ? 0 : undefined);
        expect(failed.warnings).toEqual(
          complete ? ['team-b/secret.yaml: too large'] : undefined,
        );
      }
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
      await send(mockCredentials.none.header()).expect(401);
    });

    it('refuses services, which the permission service would allow everything', async () => {
      await send(mockCredentials.service.header()).expect(403);
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
