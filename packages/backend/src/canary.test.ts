/**
 * Invariant: no secret value enters. From files on disk through the whole pipeline
 * into every table, every answer of the API and every line of the log.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import shiftDownPlugin from '@shift-down/plugin-shift-down-backend';
import kubernetesModule from '@shift-down/plugin-shift-down-backend-module-kubernetes';
import request from 'supertest';

jest.setTimeout(60_000);

const CANARIES = {
  env: 'canaryenv7f3a9b',
  argument: 'canaryarg0d44e1',
  annotation: 'canaryanno4c1f8d',
  message: 'canarymsgab12cd',
  match: 'canarymatche0f9d2',
};

const MESSAGE = `password=${CANARIES.message}; env is ${CANARIES.env}; runs --key=${CANARIES.argument}; notes ${CANARIES.annotation}`;
const OWNER = [
  { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web' },
];
const TRIVY = 'aquasecurity.github.io/v1alpha1';

const namespace = (name: string, labels = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, uid: `uid-${name}`, labels },
});
const inShop = (name: string, rest = {}) => ({
  name,
  namespace: 'shop',
  uid: `uid-${name}`,
  annotations: { note: CANARIES.annotation },
  ...rest,
});

const OBJECTS = [
  namespace('kube-system'),
  namespace('shop', { 'shift-down.io/owner': 'team-shop' }),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: inShop('web', {
      labels: { 'backstage.io/kubernetes-id': 'web' },
    }),
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'main',
              image: 'registry.example/shop/web:1',
              env: [{ name: 'KEY', value: CANARIES.env }],
              args: [`--key=${CANARIES.argument}`],
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'PolicyReport',
    metadata: inShop('report'),
    scope: { kind: 'Deployment', name: 'web', namespace: 'shop' },
    results: [
      {
        source: 'kyverno',
        policy: 'our-policy',
        rule: 'our-rule',
        result: 'fail',
        message: MESSAGE,
      },
    ],
  },
  {
    apiVersion: TRIVY,
    kind: 'ExposedSecretReport',
    metadata: inShop('secrets', { ownerReferences: OWNER }),
    report: {
      secrets: [
        {
          ruleID: 'our-token',
          severity: 'CRITICAL',
          title: MESSAGE,
          target: '/app/config',
          match: CANARIES.match,
        },
      ],
    },
  },
  {
    apiVersion: TRIVY,
    kind: 'VulnerabilityReport',
    metadata: inShop('scan', {
      ownerReferences: OWNER,
      labels: { 'trivy-operator.container.name': 'main' },
    }),
    report: {
      artifact: { repository: 'shop/web', tag: '1' },
      registry: { server: 'registry.example' },
      vulnerabilities: [
        {
          vulnerabilityID: 'CVE-2026-1',
          resource: 'openssl',
          installedVersion: '1',
          severity: 'HIGH',
          title: MESSAGE,
          primaryLink: `https://advisories.example/?token=${CANARIES.message}`,
        },
      ],
    },
  },
];

/** What its author would have the API server say of every Deployment. */
const TALKATIVE = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'talkative', uid: 'uid-talkative' },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['apps'],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['deployments'],
          },
        ],
      },
      validations: [
        {
          expression: 'object.metadata.name == "other"',
          messageExpression: `'password=${CANARIES.message}; env is ' + string(object.spec.template.spec.containers[0].env[0].value) + string(object.metadata.annotations['note'])`,
        },
      ],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'talkative', uid: 'uid-talkative-binding' },
    spec: { policyName: 'talkative', validationActions: ['Deny'] },
  },
];

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'web',
    namespace: 'default',
    uid: 'entity-web',
    etag: '1',
    annotations: { 'backstage.io/kubernetes-id': 'web' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-shop' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-shop' }],
};

describe('a canary secret in manifests, reports and messages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shift-down-canary-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is in no table, no answer of the API and no line of the log', async () => {
    writeFileSync(
      join(folder, 'cluster.json'),
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [...OBJECTS, ...TALKATIVE],
      }),
    );
    writeFileSync(
      join(folder, 'broken.yaml'),
      `apiVersion: v1\nkind: Pod\nmetadata: {name: b, namespace: shop}\n\tenv: ${CANARIES.env}\n`,
    );
    const logger = mockServices.logger.mock();
    const logs: unknown[] = [];
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      logger[level].mockImplementation((message, meta) => {
        logs.push(message, String(meta), meta);
      });
    }
    logger.child.mockReturnValue(logger);
    const database = await startPortal(folder, logger);

    const findings = await eventually(async () => {
      const { body } = await database.get('/findings?limit=200');
      expect(body.items).toHaveLength(body.total);
      expect(body.items.map((it: { type: string }) => it.type)).toEqual(
        expect.arrayContaining(['policy', 'vulnerability']),
      );
      const policies = body.items.map((it: { policy: string }) => it.policy);
      expect(policies).toContain('talkative');
      return body.items as { id: string }[];
    });
    const answers = await Promise.all(
      [
        '/entities/by-name/component/default/web/posture',
        '/postures',
        '/images',
        '/sources',
        '/namespaces',
        '/namespaces/canary/shop',
        '/policies?cluster=canary',
        ...findings.map(({ id }) => `/findings/${id}`),
      ].map(async path => {
        const { status, text } = await database.get(path);
        expect(status).toBe(200);
        return text;
      }),
    );

    const everything = JSON.stringify({
      tables: await database.dump(),
      answers,
      findings,
      logs,
    });
    const found = (texts: string[]) =>
      texts.filter(text => everything.includes(text));
    const evidence = ['our-policy', 'our-token', 'CVE-2026-1', 'talkative'];
    expect(found(evidence)).toEqual(evidence);
    expect(found(Object.values(CANARIES))).toEqual([]);
  });
});

async function startPortal(
  folder: string,
  logger: ReturnType<typeof mockServices.logger.mock>,
) {
  let dump: () => Promise<unknown> = async () => undefined;
  const probe = createBackendModule({
    pluginId: 'shift-down',
    moduleId: 'probe',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          const knex = await database.getClient();
          dump = async () => {
            const tables: { name: string }[] = await knex('sqlite_master')
              .where('type', 'table')
              .select('name');
            return Promise.all(
              tables.map(async ({ name }) => [name, await knex(name)]),
            );
          };
        },
      });
    },
  });
  const { server } = await startTestBackend({
    features: [
      shiftDownPlugin,
      kubernetesModule,
      probe,
      createServiceFactory({
        service: coreServices.logger,
        deps: {},
        factory: () => logger,
      }),
      mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
      catalogServiceMock.factory({ entities: [ENTITY] }),
      mockServices.rootConfig.factory({
        data: {
          shiftDown: {
            clusters: [
              {
                name: 'canary',
                title: 'Canary',
                type: 'recorded',
                path: folder,
              },
            ],
          },
        },
      }),
    ],
  });
  return {
    dump: () => dump(),
    get: (path: string) =>
      request(server)
        .get(`/api/shift-down${path}`)
        .set('authorization', mockCredentials.user.header()),
  };
}

async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}
