/**
 * A namespace by its template, through the whole portal, on a copy of the example cluster:
 * made by its team, in the catalog, judged, watched, and repaired by the platform.
 */
import {
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogModule from '@shift-down/plugin-catalog-backend-module-shift-down';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import templateModule from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import scaffolderModule from '@shift-down/plugin-scaffolder-backend-module-shift-down';
import shiftDownPlugin from '@shift-down/plugin-shift-down-backend';
import kubernetesModule from '@shift-down/plugin-shift-down-backend-module-kubernetes';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  ManagedNamespace,
  ManagedNamespacePage,
  Posture,
} from '@shift-down/plugin-shift-down-common/client';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import request from 'supertest';
import { PortalPermissionPolicy } from './permissions';

jest.setTimeout(240_000);

const EXAMPLES = resolve(__dirname, '../../../examples');
const NAME = 'team-payments-refunds';
const PLACE = `/shift-down/managed-namespaces/demo/${NAME}`;
const ENTITY = `resource/default/demo-${NAME}`;

const GROUPS: Record<string, string> = {
  dana: 'group:default/team-payments',
  ben: 'group:default/team-orders',
  petra: 'group:default/platform',
};

const VALUES = {
  cluster: 'demo',
  name: NAME,
  ownerRef: 'group:default/team-payments',
  systemRef: 'system:default/payments',
  dependencyOf: ['component:default/payments-api'],
  environment: 'production',
  size: 'small',
  roles: ['developer'],
  limits: 'default',
  podSecurity: 'restricted',
};

interface Task {
  status: string;
  output?: { links: { title: string }[]; text: { content: string }[] };
}

const PORTAL = {
  fleetReaders: ['platform'],
  namespaceManagers: ['platform'],
};

const ownershipOf = (userEntityRef: string) => [
  userEntityRef,
  GROUPS[userEntityRef.split('/')[1]],
];

/** The policy of the portal; services may do anything, as with the real ones. */
const portalPermissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: () => {
    const policy = PortalPermissionPolicy.fromConfig(
      mockServices.rootConfig({ data: { portal: PORTAL } }),
    );
    const decide = async (
      permission: Permission,
      credentials: BackstageCredentials,
    ): Promise<PolicyDecision> => {
      const { userEntityRef } = credentials.principal as {
        userEntityRef?: string;
      };
      return userEntityRef === undefined
        ? { result: AuthorizeResult.ALLOW }
        : await policy.handle(
            { permission },
            {
              credentials: mockCredentials.user(userEntityRef),
              info: {
                userEntityRef,
                ownershipEntityRefs: ownershipOf(userEntityRef),
              },
            },
          );
    };
    return {
      authorize: async (requests, { credentials }) =>
        await Promise.all(
          requests.map(async ({ permission }) => {
            const { result } = await decide(permission, credentials);
            // Whoever can be told conditions asks for them.
            return {
              result:
                result === AuthorizeResult.ALLOW
                  ? AuthorizeResult.ALLOW
                  : AuthorizeResult.DENY,
            };
          }),
        ),
      authorizeConditional: async (requests, { credentials }) =>
        await Promise.all(
          requests.map(({ permission }) => decide(permission, credentials)),
        ),
    };
  },
});

const location = (path: string, ...kinds: string[]) => ({
  type: 'file',
  target: join(EXAMPLES, path),
  rules: [{ allow: kinds }],
});

describe('a namespace', () => {
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];
  let folder: string;

  const ask = async <T>(
    who: string,
    method: 'get' | 'post',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: T }> => {
    const answer = await request(server)
      [method](`/api${path}`)
      .set('authorization', mockCredentials.user.header(`user:default/${who}`))
      .send(body);
    return { status: answer.status, body: answer.body };
  };

  /** Starts a template as one of the people, and waits until it has ended. */
  const runTemplate = async (who: string, template: string, values: object) => {
    const { body, status } = await ask<{ id: string }>(
      who,
      'post',
      '/scaffolder/v2/tasks',
      { templateRef: `template:default/${template}`, values },
    );
    expect([status, body]).toEqual([201, { id: expect.any(String) }]);
    const path = `/scaffolder/v2/tasks/${body.id}`;
    let task: Task = { status: 'open' };
    await eventually(`the end of ${template}`, async () => {
      task = (await ask<Task>(who, 'get', path)).body;
      return task.status !== 'open' && task.status !== 'processing';
    });
    const events = (
      await ask<{ body: { message: string; output?: Task['output'] } }[]>(
        who,
        'get',
        `${path}/events`,
      )
    ).body;
    const log = events.map(it => it.body.message).join('\n');
    return {
      failure: task.status === 'completed' ? undefined : log,
      output: events.at(-1)?.body.output,
    };
  };
  const managed = async (who = 'petra') =>
    (await ask<ManagedNamespace>(who, 'get', PLACE)).body;
  const posture = async () =>
    (
      await ask<Posture>(
        'dana',
        'get',
        `/shift-down/entities/by-name/${ENTITY}/posture`,
      )
    ).body;
  const result = async (control: string) =>
    (await posture()).controls?.find(it => it.id === control)?.result;
  const provisioned = () => join(folder, 'provisioned', NAME);
  const filesOf = async () => {
    const names = await readdir(provisioned());
    return Object.fromEntries(
      await Promise.all(
        names.map(async name => [
          name,
          await readFile(join(provisioned(), name), 'utf8'),
        ]),
      ),
    );
  };

  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'shift-down-demo-')), 'demo');
    await cp(join(EXAMPLES, 'clusters/demo'), folder, { recursive: true });
    ({ server } = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModule,
        portalPermissions,
        scaffolderPlugin,
        templateModule,
        scaffolderModule,
        shiftDownPlugin,
        kubernetesModule,
        createServiceFactory({
          service: eventsServiceRef,
          deps: {},
          createRootContext: () => mockServices.events(),
          factory: (_deps, events) => events,
        }),
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({
            getUserInfo: async ({ principal }) => {
              const { userEntityRef } = principal as { userEntityRef: string };
              return {
                userEntityRef,
                ownershipEntityRefs: ownershipOf(userEntityRef),
              };
            },
          }),
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost' },
            permission: { enabled: true },
            catalog: {
              processingInterval: { seconds: 5 },
              rules: [{ allow: ['Component', 'System', 'Domain', 'Resource'] }],
              locations: [
                location(
                  'catalog/entities.yaml',
                  ...['Component', 'System', 'Domain', 'Resource'],
                ),
                location('catalog/org.yaml', 'User', 'Group'),
                location(
                  'templates/secure-namespace/template.yaml',
                  'Template',
                ),
                location(
                  'templates/repair-namespace/template.yaml',
                  'Template',
                ),
              ],
            },
            shiftDown: {
              clusters: [
                {
                  name: 'demo',
                  type: 'recorded',
                  path: folder,
                  refresh: { seconds: 1 },
                  networkPolicies: { enforcedBy: 'cilium' },
                  provisioner: { folder: true },
                },
              ],
              correlation: { mirror: { frequency: { seconds: 1 } } },
              provisioning: {
                baselines: {
                  locations: [
                    { type: 'folder', target: join(EXAMPLES, 'baselines') },
                  ],
                },
                clusters: [{ cluster: 'demo' }],
                groups: {
                  named: [
                    {
                      group: 'group:default/team-payments',
                      name: 'team-payments',
                    },
                  ],
                },
                prefixes: [{ prefixes: [`\${owner}-`] }],
              },
            },
          },
        }),
      ],
    }));
    await eventually('the template and the cluster', async () => {
      const { body, status } = await ask<{ groups: object[] }>(
        'dana',
        'get',
        '/shift-down/managed-namespaces/options',
      );
      const paths = [
        '/catalog/entities/by-name/template/default/secure-namespace',
        '/catalog/entities/by-name/template/default/repair-namespace',
        '/catalog/entities/by-name/component/default/payments-api',
      ];
      const answers = await Promise.all(
        paths.map(path => ask('dana', 'get', path)),
      );
      return (
        status === 200 &&
        body.groups.length > 0 &&
        answers.every(it => it.status === 200)
      );
    });
  });

  afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it.each([
    [
      'a name that does not begin as it should',
      { name: 'shop' },
      /team-payments-/,
    ],
    ['a reserved name', { name: 'kube-system' }, /kube-system|team-payments-/],
    [
      'a name that is more than a name',
      { name: `${NAME}\nkind: ClusterRoleBinding` },
      /name/,
    ],
    ['a path', { name: `${NAME}/../../payments` }, /name/],
    [
      'somebody else’s group',
      { ownerRef: 'group:default/team-orders' },
      /team-orders/,
    ],
    ['a cluster that nobody configured', { cluster: 'moon' }, /moon/],
  ])(
    'is refused with %s before anything is made',
    async (_case, change, why) => {
      const { failure } = await runTemplate('dana', 'secure-namespace', {
        ...VALUES,
        ...change,
      });
      expect(failure).toMatch(why);
      await expect(readdir(join(folder, 'provisioned'))).rejects.toThrow();
    },
  );

  it('is made by the template of its team', async () => {
    const { failure, output } = await runTemplate(
      'dana',
      'secure-namespace',
      VALUES,
    );
    expect(failure).toBeUndefined();
    expect(output?.links.map(it => it.title)).toContain('The namespace');
    expect(output?.text[0].content).toContain('is there');
    expect(await managed('dana')).toMatchObject({
      state: 'complete',
      ownerRef: 'group:default/team-payments',
      entityRef: `resource:default/demo-${NAME}`,
    });
  });

  it('is in the catalog with its owner, its system and what runs there', async () => {
    const { body } = await ask<Entity>(
      'dana',
      'get',
      `/catalog/entities/by-name/${ENTITY}`,
    );
    const targets = body.relations?.map(it => `${it.type} ${it.targetRef}`);
    expect(targets).toEqual(
      expect.arrayContaining([
        'ownedBy group:default/team-payments',
        'partOf system:default/payments',
        'dependencyOf component:default/payments-api',
      ]),
    );
  });

  it('is judged within seconds', async () => {
    await eventually(
      'its posture',
      async () => (await result('network-policy')) === 'pass',
    );
    await eventually(
      'nothing that drifts',
      async () => (await result('namespace-drift')) === 'pass',
    );
    expect((await managed()).drifted).toBe(0);
  });

  it('is its team’s and the platform’s to see, and nobody else’s', async () => {
    expect((await ask('ben', 'get', PLACE)).status).toBe(404);
    const list = '/shift-down/managed-namespaces';
    const { body: bens } = await ask<ManagedNamespacePage>('ben', 'get', list);
    expect(bens).toMatchObject({ items: [], total: 0 });
    expect((await managed('petra')).name).toBe(NAME);
  });

  it('is changed in nothing when the template runs again', async () => {
    const before = await filesOf();
    const { failure } = await runTemplate('dana', 'secure-namespace', VALUES);
    expect(failure).toBeUndefined();
    expect(await filesOf()).toEqual(before);
  });

  it('is seen to drift when its network policy is deleted', async () => {
    const files = Object.keys(await filesOf());
    const policy = files.find(it => /networkpolicy.*default-deny/i.test(it));
    await rm(join(provisioned(), policy ?? 'no default-deny'));
    await eventually('the drift', async () => (await managed()).drifted === 1);
    expect((await managed()).drift).toMatchObject([
      { type: 'missing', kind: 'NetworkPolicy' },
    ]);
    await eventually(
      'the finding',
      async () => (await result('namespace-drift')) === 'fail',
    );
  });

  it('is repaired by the platform, and by nobody else', async () => {
    const place = { cluster: 'demo', name: NAME };
    const refused = await runTemplate('dana', 'repair-namespace', place);
    expect(refused.failure).toMatch(/shift-down.namespaces.manage/);
    const { failure } = await runTemplate('petra', 'repair-namespace', place);
    expect(failure).toBeUndefined();
    await eventually(
      'the end of the drift',
      async () =>
        (await managed()).drifted === 0 &&
        (await result('namespace-drift')) === 'pass',
    );
  });
});

async function eventually(
  what: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isDone().catch(() => false))) {
    if (Date.now() > deadline) {
      throw new Error(`Not in time: ${what}`);
    }
    await new Promise(done => setTimeout(done, 250));
  }
}
