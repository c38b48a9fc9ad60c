/**
 * What is in the answers: everything that could tell of others is compared, items,
 * counts, totals, facets, cursors, messages and places.
 */
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  FindingDetail,
  FindingPage,
  ImagePage,
  Posture,
  PosturePage,
} from '@shift-down/plugin-shift-down-common/client';
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
  PROXY,
  SYSTEM,
  UNCONFIRMED,
} from './__testUtils__/seedTwoTeams';
import { signedInAs, type Persona } from './__testUtils__/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('visibility on %p', id => {
  let portal: SeededPortal;

  beforeAll(async () => {
    portal = await startSeededPortal(databases, id);
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
      const page = await portal.read<FindingPage>(
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
      ['platform', 3, [OTHERS, OWN], 'seen by'],
    ] as const)(
      'shows %s their own %d places of a shared finding',
      async (persona, occurrences, entityRefs, message) => {
        const page = await portal.read<FindingPage>(
          persona,
          `${API}/findings?type=vulnerability`,
        );
        expect(page.items).toMatchObject([
          {
            occurrences,
            entityRefs,
            message: expect.stringContaining(message),
          },
        ]);
      },
    );

    it('counts facets within what the user may read', async () => {
      const query = `${API}/findings?entityRef=${SYSTEM}`;
      const own = await portal.read<FindingPage>('ownerA', query);
      expect(own.facets).toMatchObject({
        severity: [
          { value: 'critical', count: 1 },
          { value: 'high', count: 1 },
        ],
        cluster: [{ value: 'demo', count: 2 }],
        namespace: [{ value: 'team-a', count: 2 }],
      });
      const all = await portal.read<FindingPage>('platform', query);
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
      const first = await portal.read<FindingPage>(
        'ownerA',
        `${API}/findings?limit=1`,
      );
      expect(first).toMatchObject({
        total: 2,
        items: [{ id: FINDINGS.shared }],
      });
      const second = await portal.read<FindingPage>(
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
      expect((await portal.get(persona, path)).status).toBe(status);
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
        const finding = await portal.read<FindingDetail>(
          persona,
          `${API}/findings/${FINDINGS.shared}`,
        );
        expect(
          finding.occurrenceList.map(
            place => `${place.namespace}/${place.name}`,
          ),
        ).toEqual(places);
        expect(finding.occurrences).toBe(places.length);
        expect(finding.entityRefs).toEqual(entityRefs);
        expect(
          [
            ...new Set(
              finding.occurrenceList.flatMap(place => place.entityRefs),
            ),
          ].sort(),
        ).toEqual(entityRefs);
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
      const page = await portal.read<ImagePage>(persona, `${API}/images`);
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
      const page = await portal.read<PosturePage>(persona, `${API}/postures`);
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
      expect(
        body.items.map((item: { entityRef: string }) => item.entityRef),
      ).toEqual(entityRefs);
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
        const posture = await portal.read<Posture>(persona, posturePath(ref));
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
});
