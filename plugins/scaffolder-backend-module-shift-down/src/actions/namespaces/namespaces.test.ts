/** Actions about namespaces against an API on loopback that notes who asks for what. */
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { FakeApi } from '../../__testUtils__/FakeApi';
import {
  createApplyNamespaceAction,
  createRegisterNamespaceAction,
  createRenderNamespaceAction,
  createRepairNamespaceAction,
  createUpgradeNamespaceAction,
  createVerifyNamespaceAction,
} from './index';

const INPUT = {
  cluster: 'demo',
  name: 'team-a-shop',
  ownerRef: 'group:default/team-a',
  environment: 'production',
  size: 'small',
};
const PLACE = { cluster: 'demo', name: 'team-a-shop' };
const ENTITY_REF = 'resource:default/demo-team-a-shop';

const planned = (kind: string, name: string) => ({
  id: name,
  title: name,
  apiVersion: 'v1',
  kind,
  name,
  controls: [],
  yaml: `kind: ${kind}\n`,
  verdicts: [],
});
const PREVIEW = {
  baselineVersion: '1.0.0',
  delivery: 'cluster',
  objects: [
    planned('Namespace', 'team-a-shop'),
    planned('RoleBinding', 'shift-down:developer/../x'),
  ],
  problems: [] as object[],
  warnings: ['Beware'],
  quota: [],
  needsException: false,
};

const object = (name: string, state: string, reason?: string) => ({
  ...planned('ResourceQuota', name),
  state,
  reason,
});
const NAMESPACE = {
  id: 'an-id',
  ...PLACE,
  entityRef: ENTITY_REF,
  ownerRef: INPUT.ownerRef,
  state: 'complete',
  baselineVersion: '1.0.0',
  currentVersion: '1.1.0',
  objects: [object('quota', 'applied')],
  drift: [
    {
      type: 'missing',
      kind: 'NetworkPolicy',
      name: 'default-deny',
      message: 'It is not there any more',
    },
  ],
  actions: [],
};
const PARTIAL = {
  ...NAMESPACE,
  state: 'partial',
  objects: [
    object('quota', 'applied'),
    object('limits', 'refused', 'by the policy no-limits'),
    object('account', 'conflict', 'spec.x is owned by kubectl'),
  ],
};
const PROOFS = {
  provedAt: '2026-11-23T00:00:00Z',
  askedAs: 'system:serviceaccount:shift-down:prober',
  groups: ['team-a'],
  items: [
    {
      id: 'privileged',
      title: 'A privileged Pod',
      outcome: 'proved',
      expected: 'Pod Security',
      reason: 'Pod Security restricted refused it',
      controls: [],
    },
  ],
  access: [
    {
      id: 'secrets',
      title: 'Read Secrets',
      expected: false,
      outcome: 'denied',
      reason: '',
    },
  ],
  declared: ['NetworkPolicies are not observed.'],
};

interface Action {
  handler(ctx: never): Promise<void>;
}

describe('actions about namespaces', () => {
  let workspace: string;
  const api = new FakeApi();
  const services = {
    auth: mockServices.auth(),
    discovery: mockServices.discovery.mock({
      getBaseUrl: async () => api.baseUrl,
    }),
  };

  /** As the scaffolder keeps checkpoints of one task. */
  let checkpoints: Map<string, unknown>;
  const run = async (
    action: Action,
    input: object,
    options: { isDryRun?: boolean } = {},
  ) => {
    const outputs: Record<string, unknown> = {};
    await action.handler({
      ...createMockActionContext({ input, workspacePath: workspace }),
      ...options,
      checkpoint: async ({ key, fn }: { key: string; fn(): unknown }) => {
        if (!checkpoints.has(key)) {
          checkpoints.set(key, JSON.parse(JSON.stringify(await fn())));
        }
        return checkpoints.get(key);
      },
      getInitiatorCredentials: async () => mockCredentials.user(),
      output: (name: string, value: unknown) => {
        outputs[name] = value;
      },
    } as never);
    return outputs;
  };

  beforeAll(() => api.start());
  afterAll(() => api.stop());
  beforeEach(async () => {
    api.reset();
    api.answer('POST', '/managed-namespaces/preview', PREVIEW);
    api.answer('POST', '/managed-namespaces', NAMESPACE);
    for (const action of ['verify', 'register', 'repair', 'upgrade']) {
      api.answer('POST', `/managed-namespaces/demo/team-a-shop/${action}`, {
        ...NAMESPACE,
        proofs: PROOFS,
      });
    }
    api.answer('GET', '/managed-namespaces/demo/team-a-shop', NAMESPACE);
    checkpoints = new Map();
    workspace = await mkdtemp(join(tmpdir(), 'shift-down-namespaces-'));
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));

  const apply = createApplyNamespaceAction(services);
  const render = createRenderNamespaceAction(services);
  const verify = createVerifyNamespaceAction(services);
  const repair = createRepairNamespaceAction(services);
  const upgrade = createUpgradeNamespaceAction(services);

  describe('shift-down:namespace:render', () => {
    it('writes the manifests in their order, and makes nothing', async () => {
      const outputs = await run(render, INPUT);
      expect(outputs).toMatchObject({
        files: [
          'manifests/01-namespace-team-a-shop.yaml',
          'manifests/02-rolebinding-shift-down-developer-..-x.yaml',
        ],
        problems: [],
        warnings: ['Beware'],
        needsException: false,
        baselineVersion: '1.0.0',
      });
      expect(
        await readFile(
          join(workspace, 'manifests/01-namespace-team-a-shop.yaml'),
          'utf8',
        ),
      ).toBe('kind: Namespace\n');
      expect(api.paths).toEqual(['POST /managed-namespaces/preview']);
    });

    it('asks as the person for what was filled in, and for nothing else', async () => {
      await run(render, {
        ...INPUT,
        // As the form of a template leaves them.
        systemRef: '',
        dependencyOf: ['component:default/shop', ''],
        egress: [
          {
            name: 'database',
            cidr: '10.0.0.0/8',
            namespace: '',
            ports: [{ protocol: 'TCP', port: 5432 }],
          },
        ],
        folder: 'deploy',
      });
      expect(api.requests[0].authorization).toContain('user:default/mock');
      expect(api.requests[0].body).toEqual({
        ...INPUT,
        dependencyOf: ['component:default/shop'],
        roles: [],
        egress: [
          {
            name: 'database',
            cidr: '10.0.0.0/8',
            ports: [{ protocol: 'TCP', port: 5432 }],
          },
        ],
      });
      expect(await readdir(join(workspace, 'deploy'))).toHaveLength(2);
    });

    it('fails with all that speaks against it, and writes nothing', async () => {
      api.answer('POST', '/managed-namespaces/preview', {
        ...PREVIEW,
        problems: [
          { code: 'prefix', field: 'name', message: 'Begin it with team-a-' },
          { code: 'quota', field: 'size', message: 'Take a smaller one' },
        ],
      });
      await expect(run(render, INPUT)).rejects.toThrow(
        /name: Begin it with team-a-; size: Take a smaller one/,
      );
      expect(await readdir(workspace)).toEqual([]);
    });

    it('renders what it rendered before when the task is taken up again', async () => {
      await run(render, INPUT);
      await rm(join(workspace, 'manifests'), { recursive: true });
      const { files } = await run(render, INPUT);
      expect(files).toHaveLength(2);
      expect(await readdir(join(workspace, 'manifests'))).toHaveLength(2);
      expect(api.paths).toHaveLength(1);
    });

    it('does not leave the workspace', async () => {
      await expect(
        run(render, { ...INPUT, folder: '../outside' }),
      ).rejects.toThrow('outside its parent');
    });
  });

  describe('shift-down:namespace:apply', () => {
    it('makes it as the person, and says what came of each object', async () => {
      expect(await run(apply, INPUT)).toEqual({
        id: 'an-id',
        state: 'complete',
        entityRef: ENTITY_REF,
        baselineVersion: '1.0.0',
        link: '/security/managed-namespaces/demo/team-a-shop',
        pullRequestUrl: '',
        text: expect.stringContaining('- ResourceQuota quota is there'),
      });
      expect(api.paths).toEqual(['POST /managed-namespaces']);
      expect(api.requests[0].authorization).toContain('user:default/mock');
    });

    it('only looks on a dry run', async () => {
      const outputs = await run(apply, INPUT, { isDryRun: true });
      expect(outputs).toMatchObject({
        state: 'planned',
        text: expect.stringContaining('- Namespace team-a-shop'),
      });
      expect(api.paths).toEqual(['POST /managed-namespaces/preview']);
    });

    it('says where the pull request is', async () => {
      api.answer('POST', '/managed-namespaces', {
        ...NAMESPACE,
        state: 'proposed',
        pullRequestUrl: 'https://git.example/1',
      });
      expect(await run(apply, INPUT)).toMatchObject({
        state: 'proposed',
        pullRequestUrl: 'https://git.example/1',
        text: expect.stringContaining('once it is merged'),
      });
    });

    it('fails with the objects that are not there when it is partly done', async () => {
      api.answer('POST', '/managed-namespaces', PARTIAL);
      const failure = await run(apply, INPUT).catch(error => error.message);
      expect(failure).toContain('limits was refused: by the policy no-limits');
      expect(failure).toContain(
        'account is left alone: spec.x is owned by kubectl',
      );
      expect(failure).toContain('start the task again');
      expect(failure).not.toContain('quota is there');
    });

    it('makes nothing twice, and goes on where it was partly done', async () => {
      api.answer('POST', '/managed-namespaces', PARTIAL);
      await expect(run(apply, INPUT)).rejects.toThrow('not complete');
      api.answer('POST', '/managed-namespaces', NAMESPACE);
      const first = await run(apply, INPUT);
      expect(api.paths).toHaveLength(2);
      expect(await run(apply, INPUT)).toEqual(first);
      expect(api.paths).toHaveLength(2);
    });

    it('fails with what the portal says', async () => {
      api.answer(
        'POST',
        '/managed-namespaces',
        {
          error: { name: 'ConflictError', message: 'Not made here; adopt it' },
        },
        409,
      );
      await expect(run(apply, INPUT)).rejects.toThrow('adopt it');
    });
  });

  describe('a sign-in that has expired', () => {
    const message =
      'Your sign-in has expired since the task began. Start the task again';
    const refusing = {
      ...services,
      auth: mockServices.auth.mock({
        getPluginRequestToken: async () => {
          throw new AuthenticationError('Token has expired');
        },
      }),
    };
    const catalog = catalogServiceMock();
    const all = (given: typeof services): [string, Action, object][] => [
      ['render', createRenderNamespaceAction(given), INPUT],
      ['apply', createApplyNamespaceAction(given), INPUT],
      ['register', createRegisterNamespaceAction({ ...given, catalog }), PLACE],
      ['verify', createVerifyNamespaceAction(given), PLACE],
      ['repair', createRepairNamespaceAction(given), PLACE],
      ['upgrade', createUpgradeNamespaceAction(given), PLACE],
    ];

    it.each(all(services))('is told by %s', async (...[, action, input]) => {
      api.refuseAll(401, {
        error: { name: 'AuthenticationError', message: 'Illegal token' },
      });
      await expect(run(action, input)).rejects.toThrow(message);
      expect(checkpoints.size).toBe(0);
    });

    it.each(all(refusing as never))(
      'is told by %s when nobody vouches for it any more',
      async (...[, action, input]) => {
        await expect(run(action, input)).rejects.toThrow(message);
        expect(api.paths).toEqual([]);
      },
    );
  });

  describe('shift-down:namespace:verify', () => {
    it('tells what was shown, and who asked', async () => {
      const { proofs, notProved } = await run(verify, PLACE);
      expect(proofs).toContain('system:serviceaccount:shift-down:prober');
      expect(proofs).toContain(
        'Proved: A privileged Pod. Pod Security restricted refused it',
      );
      expect(proofs).toContain('Read Secrets: denied');
      expect(proofs).toContain('Declared, not proved:');
      expect(notProved).toEqual([]);
    });

    it.each([
      [
        'a failure',
        { items: [{ ...PROOFS.items[0], outcome: 'failed' }] },
        'A privileged Pod: failed',
      ],
      [
        'what could not be proved',
        { items: [{ ...PROOFS.items[0], outcome: 'not-proved' }] },
        'A privileged Pod: could not prove',
      ],
      [
        'access that should not be',
        { access: [{ ...PROOFS.access[0], outcome: 'allowed' }] },
        'Read Secrets: allowed',
      ],
      [
        'access that is not known',
        { access: [{ ...PROOFS.access[0], outcome: 'unknown' }] },
        'Read Secrets: unknown',
      ],
    ])(
      'tells %s, and fails with it if proofs are required',
      async (_case, change, told) => {
        api.answer('POST', '/managed-namespaces/demo/team-a-shop/verify', {
          ...NAMESPACE,
          proofs: { ...PROOFS, ...change },
        });
        expect((await run(verify, PLACE)).notProved).toEqual([
          expect.stringContaining(told),
        ]);
        await expect(
          run(verify, { ...PLACE, require: 'proved' }),
        ).rejects.toThrow(told);
      },
    );

    it('looks anew when the task is taken up again, and not on a dry run', async () => {
      await run(verify, PLACE, { isDryRun: true });
      expect(api.paths).toEqual([]);
      await run(verify, PLACE);
      await run(verify, PLACE);
      expect(api.paths).toHaveLength(2);
    });

    it('takes no answer for no proof', async () => {
      api.answer(
        'POST',
        '/managed-namespaces/demo/team-a-shop/verify',
        NAMESPACE,
      );
      await expect(run(verify, PLACE)).rejects.toThrow('Nothing was looked at');
    });
  });

  describe('shift-down:namespace:register', () => {
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: { name: 'demo-team-a-shop', namespace: 'default' },
    };

    it('tells the catalog once, and waits until it has it', async () => {
      let looks = 0;
      const catalog = catalogServiceMock.mock({
        getEntityByRef: async () => (++looks < 3 ? undefined : entity),
      });
      const register = createRegisterNamespaceAction({ ...services, catalog });
      expect(await run(register, PLACE)).toEqual({ entityRef: ENTITY_REF });
      expect(looks).toBe(3);
      await run(register, PLACE);
      expect(api.paths).toHaveLength(1);
    });

    it('fails once its time is up', async () => {
      const register = createRegisterNamespaceAction({
        ...services,
        catalog: catalogServiceMock(),
      });
      await expect(run(register, { ...PLACE, waitSeconds: 0 })).rejects.toThrow(
        /does not have it after 0 seconds/,
      );
    });

    it('tells nobody on a dry run', async () => {
      const register = createRegisterNamespaceAction({
        ...services,
        catalog: catalogServiceMock(),
      });
      expect(await run(register, PLACE, { isDryRun: true })).toEqual({
        entityRef: '',
      });
      expect(api.paths).toEqual([]);
    });
  });

  describe('shift-down:namespace:repair', () => {
    it('repairs once, and says what differed', async () => {
      const first = await run(repair, PLACE);
      expect(first).toMatchObject({
        state: 'complete',
        drift: ['NetworkPolicy default-deny: It is not there any more'],
        text: expect.stringContaining('All of baseline 1.0.0 is there'),
      });
      expect(await run(repair, PLACE)).toEqual(first);
      expect(api.paths).toEqual([
        'GET /managed-namespaces/demo/team-a-shop',
        'POST /managed-namespaces/demo/team-a-shop/repair',
      ]);
    });

    it('changes nothing on a dry run', async () => {
      await run(repair, PLACE, { isDryRun: true });
      expect(api.paths).toEqual(['GET /managed-namespaces/demo/team-a-shop']);
    });

    it('fails when it is partly done', async () => {
      api.answer(
        'POST',
        '/managed-namespaces/demo/team-a-shop/repair',
        PARTIAL,
      );
      await expect(run(repair, PLACE)).rejects.toThrow('limits was refused');
    });
  });

  describe('shift-down:namespace:upgrade', () => {
    it('says from where to where', async () => {
      api.answer('POST', '/managed-namespaces/demo/team-a-shop/upgrade', {
        ...NAMESPACE,
        baselineVersion: '1.1.0',
      });
      expect(await run(upgrade, PLACE)).toMatchObject({
        from: '1.0.0',
        to: '1.1.0',
        state: 'complete',
      });
    });

    it('changes nothing on a dry run', async () => {
      expect(await run(upgrade, PLACE, { isDryRun: true })).toMatchObject({
        text: 'It would go from baseline 1.0.0 to 1.1.0.',
      });
      expect(api.paths).toEqual(['GET /managed-namespaces/demo/team-a-shop']);
    });
  });

  it.each([
    ['render', render],
    ['apply', apply],
    ['verify', verify],
    ['repair', repair],
    ['upgrade', upgrade],
    [
      'register',
      createRegisterNamespaceAction({
        ...services,
        catalog: catalogServiceMock(),
      }),
    ],
  ])('%s has examples that its schema knows', (name, action) => {
    expect(action.supportsDryRun).toBe(true);
    expect(action.examples?.length).toBeGreaterThan(0);
    const known = Object.keys(action.schema?.input?.properties ?? {});
    for (const { example } of action.examples ?? []) {
      const [step] = parse(example).steps;
      expect(step.action).toBe(`shift-down:namespace:${name}`);
      expect(known).toEqual(expect.arrayContaining(Object.keys(step.input)));
    }
  });
});
