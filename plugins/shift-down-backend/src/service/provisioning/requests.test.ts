/** What is asked for over HTTP and can't be had: refused before anything is made. */
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import { insertEntity } from '../../__testUtils__/rows';
import { CONTROLS, CORRELATION, FOLLOWER } from '../../__testUtils__/sink';
import { LEASE_TIMES } from '../../collection/leaseTimes';
import { FakeProvisioner } from '../../provisioning/__testUtils__/FakeProvisioner';
import { FIRST, SECOND } from '../../provisioning/__testUtils__/baselines';
import { createProvisioning } from '../../provisioning/createProvisioning';
import {
  aRequest,
  PROVISIONING_CONFIG,
  provisioningConfig,
  startProvisioningPortal,
  type ProvisioningPortal,
} from './__testUtils__/provisioningPortal';
import { TEAM_A, TEAM_B } from '../__testUtils__/seedTwoTeams';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
jest.setTimeout(60_000);

describe('asking for a namespace', () => {
  let portal: ProvisioningPortal;
  let provisioner: FakeProvisioner;
  const publish = jest.fn(async () => {});

  beforeAll(async () => {
    provisioner = new FakeProvisioner('demo', 'uid-demo');
    const config = provisioningConfig({
      ...PROVISIONING_CONFIG,
      reservedNamespaces: ['team-a-platform'],
      teamQuota: { 'requests.cpu': '3' },
      groups: {
        named: [
          { group: TEAM_A, name: 'oidc:team-a' },
          { group: TEAM_B, name: 'system:masters' },
        ],
      },
    });
    portal = await startProvisioningPortal(databases, 'SQLITE_3', {
      parts: knex => ({
        config,
        provisioners: [provisioner],
        ...createProvisioning({
          database: knex,
          clock: { now: () => new Date() },
          config,
          controls: CONTROLS,
          correlation: CORRELATION,
          follower: FOLLOWER,
          provisioners: [provisioner],
          pullRequests: [],
          readBaselines: async () => ({
            baselines: [SECOND, FIRST],
            problems: [],
          }),
          catalog: catalogServiceMock({ entities: [] }),
          auth: mockServices.auth(),
          leaseTimes: LEASE_TIMES,
          logger: mockServices.logger.mock(),
          events: { publish, subscribe: async () => {} },
          onMarked: () => {},
        }),
      }),
    });
    await insertEntity(portal.knex, TEAM_A);
    await insertEntity(portal.knex, TEAM_B);
  });

  beforeEach(() => {
    publish.mockClear();
    provisioner.away = false;
    provisioner.remove('Namespace', 'team-a-web');
    provisioner.calls.length = 0;
    provisioner.writings.length = 0;
  });

  afterAll(async () => {
    await portal.server.stop();
  });

  const records = async () =>
    await portal.knex('managed_namespaces').pluck('name');
  const ask = (more: object, as: 'ownerA' | 'ownerB' = 'ownerA') =>
    portal.send(as, 'post', '/managed-namespaces', aRequest(more));

  it.each<
    [what: string, more: JsonObject, status: number, code: string | undefined]
  >([
    ['YAML', { name: 'team-a-x\nkind: Pod' }, 400, 'name'],
    ['YAML in one line', { name: 'team-a-{kind: Pod}' }, 400, 'name'],
    ['template syntax', { name: 'team-a-${{ secrets.x }}' }, 400, 'name'], // eslint-disable-line no-template-curly-in-string
    ['a placeholder', { name: 'team-a-${owner.group}' }, 400, 'name'], // eslint-disable-line no-template-curly-in-string
    ['a path', { name: '../../kube-system' }, 400, 'name'],
    ['a path that is encoded', { name: 'team-a-%2e%2e%2f' }, 400, 'name'],
    ['upper case', { name: 'Team-A-Shop' }, 400, 'name'],
    ['no name', { name: '' }, 400, 'name'],
    ['64 characters', { name: `team-a-${'x'.repeat(57)}` }, 400, 'name'],
    ['more than any name has', { name: 'x'.repeat(300) }, 400, undefined],
    ['a reserved one', { name: 'kube-system' }, 400, 'reserved'],
    ['one that config reserves', { name: 'team-a-platform' }, 400, 'reserved'],
    ['the prefix of others', { name: 'team-b-web' }, 400, 'prefix'],
    ['the group of others', { ownerRef: TEAM_B }, 403, 'owner'],
    ['a user as a group', { ownerRef: 'user:default/ann' }, 403, 'owner'],
    ['no ref', { ownerRef: 'team-a' }, 400, undefined],
    ['a cluster that nobody has', { cluster: 'elsewhere' }, 400, 'cluster'],
    ['a cluster that makes none', { cluster: 'vault' }, 400, 'cluster'],
    [
      'an environment that nobody has',
      { environment: 'moon' },
      400,
      'environment',
    ],
    ['a size that nobody has', { size: 'huge' }, 400, 'size'],
    ['more than the quota', { size: 'large' }, 400, 'quota'],
    ['a role that nobody has', { roles: ['cluster-admin'] }, 400, 'role'],
    [
      'a version that nobody has',
      { baselineVersion: '9.9.9' },
      400,
      'baseline',
    ],
    [
      'a system that nobody has',
      { systemRef: 'system:default/none' },
      400,
      'system',
    ],
    [
      'everywhere',
      {
        egress: [
          {
            name: 'all',
            cidr: '0.0.0.0/0',
            ports: [{ protocol: 'TCP', port: 1 }],
          },
        ],
      },
      400,
      'egress',
    ],
    [
      'two destinations in one',
      {
        egress: [
          {
            name: 'both',
            cidr: '10.0.0.0/24',
            namespace: 'team-a',
            ports: [{ protocol: 'TCP', port: 1 }],
          },
        ],
      },
      400,
      'egress',
    ],
    [
      'a level that does not exist',
      { podSecurity: 'privileged' },
      400,
      undefined,
    ],
    [
      'a field that nobody knows',
      { clusterRole: 'cluster-admin' },
      400,
      undefined,
    ],
  ])('refuses %s, and nothing is made', async (_what, more, status, code) => {
    const before = await records();
    const answer = await ask(more);
    expect({ status: answer.status, code: answer.body.error.code }).toEqual({
      status,
      code,
    });
    expect(answer.body.error.message).not.toBe('');
    expect(await records()).toEqual(before);
    expect(provisioner.writings).toEqual([]);
    expect(publish).not.toHaveBeenCalled();
  });

  it('refuses a group that the cluster keeps for itself, and nothing is made', async () => {
    const { body, status } = await ask(
      { ownerRef: TEAM_B, name: 'team-b-web' },
      'ownerB',
    );
    expect(status).toBe(400);
    expect(body.error.code).toBe('group');
    expect(body.error.message).toContain('system:masters');
    expect(provisioner.calls).toEqual([]);
  });

  it('refuses while the cluster is away, with what to do, and keeps no record', async () => {
    provisioner.away = true;
    const before = await records();
    const { body, status } = await ask({});
    expect(status).toBe(503);
    expect(body.error.message).toContain('Try again');
    expect(await records()).toEqual(before);
  });

  it('refuses a name that is there and was not made here, and touches nothing', async () => {
    provisioner.put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'team-a-web',
        labels: { 'shift-down.io/owner': 'team-a' },
      },
    });
    const { body, status } = await ask({});
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: 'taken' });
    expect(body.error.message).toContain('adopt');
    expect(provisioner.writings).toEqual([]);
  });

  it('makes what can be had, tells it object by object, and tells the catalog', async () => {
    const { body, status } = await ask({ roles: ['developer'] });
    expect(body.error).toBeUndefined();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      cluster: 'demo',
      name: 'team-a-web',
      entityRef: 'resource:default/demo-team-a-web',
      ownerRef: TEAM_A,
      state: 'complete',
      baselineVersion: '1.1.0',
      currentVersion: '1.1.0',
      isBehind: false,
      actions: ['verify', 'register'],
    });
    expect(body.objects[0]).toMatchObject({
      kind: 'Namespace',
      state: 'applied',
      yaml: expect.stringContaining('kind: Namespace'),
    });
    expect(publish).toHaveBeenCalledWith({
      topic: 'shift-down.namespaces',
      eventPayload: { id: body.id },
    });
  });

  it('previews what would be made, and makes nothing', async () => {
    const { body, status } = await portal.send(
      'ownerA',
      'post',
      '/managed-namespaces/preview',
      aRequest({ roles: ['developer'], podSecurity: 'baseline' }),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      baselineVersion: '1.1.0',
      delivery: 'cluster',
      needsException: true,
      problems: [],
      quota: expect.arrayContaining([
        {
          resource: 'requests.cpu',
          used: '1',
          asked: '1',
          allowed: '3',
          isExceeded: false,
        },
      ]),
    });
    expect(body.objects.map((it: { id: string }) => it.id)).toContain(
      'default-deny',
    );
    expect(provisioner.writings).toEqual([]);
  });

  it('tells in a preview what speaks against it', async () => {
    const { body, status } = await portal.send(
      'ownerA',
      'post',
      '/managed-namespaces/preview',
      aRequest({ name: 'kube-system' }),
    );
    expect(status).toBe(200);
    expect(body.problems).toMatchObject([{ code: 'reserved', field: 'name' }]);
  });

  it('adopts for the platform only what is there', async () => {
    const { body, status } = await portal.send(
      'platform',
      'post',
      '/namespace-adoptions',
      aRequest({ name: 'team-a' }),
    );
    expect(status).toBe(404);
    expect(body.error.message).toContain('team-a');
  });
});
