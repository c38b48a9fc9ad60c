/** What the API accepts, and what it says about what it doesn't. */
import { TestDatabases } from '@backstage/backend-test-utils';
import request from 'supertest';
import { migratedDatabase } from '../__testUtils__/database';
import { OWN, seedTwoTeams, SYSTEM } from './__testUtils__/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type TestPortal,
} from './__testUtils__/startTestPortal';

jest.setTimeout(60_000);

const API = '/api/shift-down';

describe('createRouter', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let portal: TestPortal;

  beforeAll(async () => {
    const knex = await migratedDatabase(databases, 'SQLITE_3');
    await seedTwoTeams(knex);
    portal = await startTestPortal({ knex, catalog: [OWN, SYSTEM] });
  });

  const get = (path: string) =>
    request(portal.server)
      .get(`${API}${path}`)
      .set('authorization', signedInAs('platform'));

  const repeated = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${name}=v${index}`).join('&');

  it.each([
    ['/findings?severity=high', 1],
    ['/findings?severity=high&severity=critical', 3],
    ['/findings?severity=low', 0],
    ['/findings?fixable=true', 1],
    ['/findings?fixable=false', 0],
    ['/findings?result=fail&result=unknown', 3],
    ['/findings?result=unknown', 0],
    ['/findings?type=policy&limit=200', 2],
    ['/findings?control=no-known-vulnerabilities', 1],
    ['/findings?engine=trivy&repository=registry.example/proxy', 1],
    ['/findings?policy=a-runs-as-root', 1],
    ['/findings?area=vulnerabilities&responsibility=application', 1],
    ['/findings?text=OPENSSL', 1],
    ['/findings?text=cve-2026', 1],
    ['/findings?text=%25', 0],
    ['/findings?text=_', 0],
    [`/findings?${repeated('policy', 50)}`, 0],
    [`/findings?entityRef=${OWN}`, 2],
    [`/findings?entityRef=${encodeURIComponent(OWN)}`, 2],
    [`/findings?entityRef=${OWN.toUpperCase()}`, 2],
    ['/postures?kind=component&owner=group:default/team-b', 1],
    [`/postures?${repeated('owner', 100)}`, 0],
    ['/postures?grade=F&severity=critical', 2],
    ['/postures?grade=unknown', 1],
    ['/postures?grade=A', 0],
    ['/postures?text=LEDG', 1],
    ['/postures?text=l%25r', 0],
    ['/images?text=PROXY', 1],
    [`/images?entityRef=${SYSTEM}`, 3],
  ])('GET %s finds %d', async (path, total) => {
    const { status, body } = await get(path);
    expect({ status, body }).toMatchObject({ status: 200, body: { total } });
    expect(body.items).toHaveLength(total);
  });

  it.each([
    ['/findings?entityRef=payments', /<kind>:<namespace>\/<name>/],
    ['/findings?entityRef=component:payments', /<kind>:<namespace>\/<name>/],
    ['/images?entityRef=a:b/c/d', /<kind>:<namespace>\/<name>/],
    ['/findings?severity=terrible', /severity/],
    ['/findings?limit=0', /limit/],
    ['/findings?limit=201', /limit/],
    ['/findings?limit=many', /limit/],
    ['/findings?sort=luck', /sort/],
    ['/findings?owner=me', /owner/],
    ['/findings?severity[x]=high', /severity/],
    [`/findings?${repeated('policy', 51)}`, /policy/],
    [`/findings?text=${'x'.repeat(201)}`, /text/],
    ['/findings/not-an-id', /id/],
    ['/findings?cursor=nonsense', /first page/],
    ['/postures?cursor=e30', /first page/],
  ])('refuses GET %s', async (path, message) => {
    const { status, body } = await get(path);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { error: { name: 'InputError' } },
    });
    expect(body.error.message).toMatch(message);
  });

  it.each([
    [{}, /entityRefs/],
    [{ entityRefs: 'component:default/a' }, /entityRefs/],
    [{ entityRefs: [OWN], owner: 'me' }, /additional/],
    [{ entityRefs: Array(101).fill(OWN) }, /100/],
    [{ entityRefs: ['payments'] }, /<kind>:<namespace>\/<name>/],
  ])('refuses POST /posture/by-refs %j', async (body, message) => {
    const response = await request(portal.server)
      .post(`${API}/posture/by-refs`)
      .set('authorization', signedInAs('platform'))
      .send(body)
      .expect(400);
    expect(response.body.error.message).toMatch(message);
  });

  describe('a cursor', () => {
    const cursorOf = async (path: string): Promise<string> => {
      const { body } = await get(path);
      expect(body.nextCursor).toEqual(expect.any(String));
      return body.nextCursor;
    };

    it.each([
      ['other filters', '/findings?limit=1&severity=critical'],
      ['another order', '/findings?limit=1&sort=severity'],
      ['another entity', `/findings?limit=1&entityRef=${OWN}`],
      ['another list', '/images?limit=1'],
    ])('does not fit %s', async (_, path) => {
      const cursor = await cursorOf('/findings?limit=1');
      const { status, body } = await get(`${path}&cursor=${cursor}`);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(/first page/);
    });

    it('fits another size of page', async () => {
      const cursor = await cursorOf('/findings?limit=1');
      const { body } = await get(`/findings?limit=2&cursor=${cursor}`);
      expect(body.items).toHaveLength(2);
    });

    it('is refused when it was changed', async () => {
      const cursor = await cursorOf('/findings?limit=1');
      const parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
      const changed = Buffer.from(
        JSON.stringify({ ...parsed, after: [0, parsed.after[1]] }),
      ).toString('base64url');
      const { status } = await get(`/findings?limit=1&cursor=${changed}`);
      expect(status).toBe(400);
    });

    it.each([
      '/findings?limit=1',
      '/findings?limit=1&sort=severity',
      '/findings?limit=1&sort=-firstSeen',
      '/findings?limit=1&sort=policy',
      '/postures?limit=1',
      '/postures?limit=1&sort=name',
      '/postures?limit=1&sort=-worst',
      '/postures?limit=1&sort=owner',
      '/images?limit=1',
    ])('leads through all of %s, each once', async path => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await get(
          cursor ? `${path}&cursor=${cursor}` : path,
        ).expect(200);
        for (const { id, entityRef, repository } of body.items) {
          seen.push(id ?? entityRef ?? repository);
        }
        cursor = body.nextCursor;
      } while (cursor && seen.length < 10);
      expect(seen).toHaveLength(3);
      expect(new Set(seen).size).toBe(3);
    });
  });
});
