/** Who may do what with namespaces, over HTTP: every route for every sort of asker. */
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  aRequest,
  IDS,
  startProvisioningPortal,
  type Asker,
  type ProvisioningPortal,
} from './__testUtils__/provisioningPortal';
import { TEAM_B } from '../__testUtils__/seedTwoTeams';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

jest.setTimeout(60_000);

describe('who may do what with namespaces', () => {
  let portal: ProvisioningPortal;

  beforeAll(async () => {
    portal = await startProvisioningPortal(databases, 'SQLITE_3');
  });

  afterAll(async () => {
    await portal.server.stop();
  });

  beforeEach(() => {
    const { parts } = portal;
    for (const mock of [
      ...Object.values(parts.provisioning),
      ...Object.values(parts.rollouts),
      parts.proofs.verify,
      parts.onChanged,
      portal.auditor.createEvent,
    ]) {
      jest.mocked(mock).mockClear();
    }
  });

  const OF_A = '/managed-namespaces/demo/team-a-shop';
  const OLD = '/managed-namespaces/demo/team-a-old';
  const ADOPTED = { ...aRequest({ name: 'team-a' }) };
  type Row = [
    method: 'get' | 'post',
    path: string,
    body: object | undefined,
    statuses: Partial<Record<Asker, number>>,
  ];
  const everybody = { ownerA: 200, ownerB: 200, platform: 200, outsider: 200 };
  const rows: Row[] = [
    ['get', '/managed-namespaces', undefined, everybody],
    ['get', '/managed-namespaces/options', undefined, everybody],
    [
      'post',
      '/managed-namespaces/preview',
      aRequest(),
      { ownerA: 200, ownerB: 403, platform: 403, outsider: 403, stranger: 403 },
    ],
    [
      'post',
      '/managed-namespaces',
      aRequest(),
      { ownerA: 200, ownerB: 403, platform: 403, outsider: 403, stranger: 403 },
    ],
    [
      'get',
      OF_A,
      undefined,
      { ownerA: 200, ownerB: 404, platform: 200, auditor: 200, outsider: 404 },
    ],
    [
      'post',
      `${OF_A}/verify`,
      undefined,
      { ownerA: 200, ownerB: 404, platform: 200, auditor: 403, outsider: 404 },
    ],
    [
      'post',
      `${OF_A}/register`,
      undefined,
      { ownerA: 200, ownerB: 404, platform: 200, auditor: 403, outsider: 404 },
    ],
    [
      'post',
      `${OF_A}/repair`,
      undefined,
      { ownerA: 403, ownerB: 404, platform: 200, auditor: 403, outsider: 404 },
    ],
    [
      'post',
      '/managed-namespaces/demo/team-b-shop/upgrade',
      undefined,
      { ownerB: 403, ownerA: 404, platform: 200, auditor: 403, outsider: 404 },
    ],
    [
      'post',
      `${OLD}/forget`,
      undefined,
      { ownerA: 403, ownerB: 404, auditor: 403, outsider: 404, platform: 200 },
    ],
    [
      'post',
      '/namespace-adoptions/preview',
      ADOPTED,
      { ownerA: 200, ownerB: 404, platform: 200, auditor: 200, outsider: 404 },
    ],
    [
      'post',
      '/namespace-adoptions',
      ADOPTED,
      { ownerA: 403, ownerB: 403, platform: 200, auditor: 403, outsider: 403 },
    ],
    ['get', '/baselines', undefined, everybody],
    ['get', '/rollouts', undefined, everybody],
    [
      'post',
      '/rollouts',
      { to: '1.1.0' },
      { ownerA: 403, ownerB: 403, platform: 200, auditor: 403, outsider: 403 },
    ],
    [
      'get',
      `/rollouts/${IDS.rolloutOfB}`,
      undefined,
      { ownerA: 404, ownerB: 200, platform: 200, auditor: 200, outsider: 404 },
    ],
    [
      'post',
      `/rollouts/${IDS.rolloutOfB}/start`,
      undefined,
      { ownerA: 403, ownerB: 403, platform: 200, auditor: 403, outsider: 403 },
    ],
    [
      'get',
      '/managed-namespaces/catalog',
      undefined,
      { ownerA: 403, platform: 403, auditor: 403, outsider: 403 },
    ],
  ];
  const cases = rows.flatMap(([method, path, body, statuses]) =>
    Object.entries<number>({
      ...statuses,
      nobody: 401,
      'scaffolder service': 403,
      'catalog service': path.endsWith('/catalog') ? 200 : 403,
    }).map(([asker, status]) => ({
      method,
      path,
      body,
      asker: asker as Asker,
      status,
    })),
  );

  it.each(cases)(
    'answers $asker with $status to $method $path',
    async ({ asker, body, method, path, status }) => {
      const answer = await portal.send(asker, method, path, body);
      expect({ status: answer.status, error: answer.body.error }).toMatchObject(
        { status },
      );
      const { provisioning, proofs, rollouts } = portal.parts;
      const calls = [
        provisioning.provision,
        provisioning.adopt,
        provisioning.repair,
        provisioning.upgrade,
        rollouts.plan,
        rollouts.change,
        proofs.verify,
      ].flatMap(it => jest.mocked(it).mock.calls as unknown[]);
      expect(calls.length).toBeLessThanOrEqual(status === 200 ? 1 : 0);
    },
  );

  it.each([
    ['ownerB', '/managed-namespaces/demo/team-a-shop'],
    ['ownerB', '/managed-namespaces/demo/nobody-knows'],
  ] as const)(
    'answers %s about %s as if it were not there',
    async (asker, path) => {
      const { body, status } = await portal.send(asker, 'get', path);
      const name = path.split('/').pop();
      expect(status).toBe(404);
      expect(body.error.message).toBe(
        `There is no managed namespace ${name} in cluster demo that you may read. Check both names, or ask its owner.`,
      );
    },
  );

  it.each([
    ['ownerA', { ownerRef: TEAM_B }, 'owner'],
    ['platform', { ownerRef: TEAM_B }, 'owner'],
    ['stranger', { ownerRef: 'group:default/security' }, 'owner'],
    ['outsider', {}, 'permission'],
  ] as const)(
    'tells %s that is no owner of %j with a code',
    async (asker, more, code) => {
      const { body } = await portal.send(
        asker,
        'post',
        '/managed-namespaces',
        aRequest(more),
      );
      expect(body.error).toMatchObject({ name: 'NotAllowedError', code });
    },
  );

  it('audits what is refused as what is done, with who and what', async () => {
    await portal.send('ownerA', 'post', '/managed-namespaces', aRequest());
    await portal.send('ownerB', 'post', '/managed-namespaces', aRequest());
    expect(portal.auditor.createEvent).toHaveBeenCalledTimes(2);
    expect(portal.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'namespace-provision',
        severityLevel: 'medium',
        meta: {
          action: 'provision',
          cluster: 'demo',
          namespace: 'team-a-web',
          ownerRef: 'group:default/team-a',
        },
      }),
    );
    expect(portal.auditEvent.success).toHaveBeenCalled();
    expect(portal.auditEvent.fail).toHaveBeenCalled();
  });

  it.each([
    ['platform', `${OF_A}/repair`, 'namespace-repair'],
    ['ownerA', `${OF_A}/register`, 'namespace-register'],
    ['platform', '/rollouts', 'rollout-plan'],
    ['platform', `/rollouts/${IDS.rollout}/stop`, 'rollout-stop'],
    ['platform', '/namespace-adoptions', 'namespace-adopt'],
  ] as const)('audits what %s does at %s', async (asker, path, eventId) => {
    const bodies: Record<string, object> = {
      '/namespace-adoptions': ADOPTED,
      '/rollouts': { to: '1.1.0' },
    };
    await portal.send(asker, 'post', path, bodies[path]);
    expect(portal.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId }),
    );
  });

  it('hands the rules the groups that the catalog agrees with, and no claim', async () => {
    await portal.send('ownerA', 'post', '/managed-namespaces', aRequest());
    expect(portal.parts.provisioning.provision).toHaveBeenCalledWith(
      expect.objectContaining({
        name: 'team-a-web',
        podSecurity: 'restricted',
      }),
      {
        userRef: 'user:default/ann',
        ownershipRefs: ['user:default/ann', 'group:default/team-a'],
        mayManage: false,
      },
    );
  });
});
