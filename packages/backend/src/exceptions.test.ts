/**
 * An exception from the request to the pipeline: asked for and approved by two people
 * through the API, exported and signed, and honoured by `shift-down check`.
 */
import {
  coreServices,
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
import type {
  ExceptionDetail,
  FindingPage,
} from '@shift-down/plugin-shift-down-common/client';
import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import request from 'supertest';

jest.setTimeout(180_000);

const EXAMPLES = resolve(__dirname, '../../../examples');
const COMMAND = resolve(__dirname, '../../cli/bin/shift-down.cjs');
const DAY = 24 * 60 * 60 * 1000;

const GROUPS: Record<string, string> = {
  'user:default/dana': 'group:default/team-payments',
  'user:default/sam': 'group:default/security',
};

const user = (name: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: { profile: { email: `${name}@shift-down.example` } },
  relations: [{ type: 'memberOf', targetRef: GROUPS[`user:default/${name}`] }],
});

const COMPONENT = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments-api',
    namespace: 'default',
    uid: 'uid-payments-api',
    etag: '1',
    annotations: { 'backstage.io/kubernetes-id': 'payments-api' },
  },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'group:default/team-payments',
  },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-payments' }],
};

interface CheckReport {
  findings: {
    resource: string;
    catalogueControl: string;
    result: string;
    counts: boolean;
    exempt?: { id: string; until: string; approvers: string[] };
  }[];
}

describe('an exception of the portal', () => {
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];

  const ask = async <T>(
    who: string,
    method: 'get' | 'post',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: T }> => {
    const answer = await request(server)
      [method](`/api/shift-down${path}`)
      .set('authorization', mockCredentials.user.header(`user:default/${who}`))
      .send(body);
    return { status: answer.status, body: answer.body };
  };
  const findings = async () =>
    (
      await ask<FindingPage>(
        'dana',
        'get',
        '/findings?entityRef=component:default/payments-api&control=privilege-escalation',
      )
    ).body.items;

  /** Runs the command in a process of its own. */
  const check = async (format: 'json' | 'text') => {
    const { port } = server.address() as AddressInfo;
    return await new Promise<string>((done, fail) => {
      execFile(
        process.execPath,
        [
          ...[COMMAND, 'check'],
          resolve(EXAMPLES, 'clusters/demo/payments/payments-api.yaml'),
          ...['--pod-security', 'restricted', '--format', format],
          ...['--exceptions', 'portal', '--cluster', 'demo'],
          ...['--portal', `http://127.0.0.1:${port}`],
        ],
        {
          env: {
            ...process.env,
            SHIFT_DOWN_TOKEN: mockCredentials.user.token('user:default/sam'),
          },
        },
        (error, out, problems) =>
          // Findings end it with 1.
          error && error.code !== 1
            ? fail(new Error(`${out}${problems}`))
            : done(out),
      );
    });
  };
  const checked = async () => {
    const report: CheckReport = JSON.parse(await check('json'));
    return report.findings.find(
      it =>
        it.resource === 'Deployment/payments-api' &&
        it.catalogueControl === 'privilege-escalation',
    );
  };

  beforeAll(async () => {
    ({ server } = await startTestBackend({
      features: [
        shiftDownPlugin,
        kubernetesModule,
        mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({
            getUserInfo: async ({ principal }) => {
              const { userEntityRef } = principal as { userEntityRef: string };
              return {
                userEntityRef,
                ownershipEntityRefs: [userEntityRef, GROUPS[userEntityRef]],
              };
            },
          }),
        }),
        catalogServiceMock.factory({
          entities: [COMPONENT, user('dana'), user('sam')],
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'https://portal.example.com' },
            backend: { baseUrl: 'https://portal.example.com' },
            permission: { enabled: true },
            shiftDown: {
              clusters: [
                {
                  name: 'demo',
                  type: 'recorded',
                  path: resolve(EXAMPLES, 'clusters/demo'),
                },
              ],
              correlation: { mirror: { frequency: { seconds: 1 } } },
              exceptions: {
                deciders: [{ group: 'group:default/security' }],
                limits: { high: { required: [] } },
              },
            },
          },
        }),
      ],
    }));
    await eventually(async () => (await findings()).length > 0);
  });

  it('is honoured by a pipeline from the approval on, with its real result', async () => {
    expect(await checked()).toMatchObject({ result: 'fail', counts: true });

    const requested = await ask<ExceptionDetail>(
      'dana',
      'post',
      '/exceptions',
      {
        type: 'accepted-risk',
        expectation: { type: 'control', control: 'privilege-escalation' },
        scope: {
          entityRef: 'component:default/payments-api',
          cluster: 'demo',
          namespace: 'payments',
          workload: { kind: 'Deployment', name: 'payments-api' },
        },
        until: new Date(Date.now() + 7 * DAY).toISOString(),
        category: 'migration',
        justification: 'The agent needs it until its next release',
      },
    );
    expect([requested.status, requested.body]).toMatchObject([
      200,
      { state: 'requested' },
    ]);
    const { id } = requested.body;
    // Asked for is not decided.
    expect(await checked()).toMatchObject({ counts: true });

    const { body: seen } = await ask<ExceptionDetail>(
      'sam',
      'get',
      `/exceptions/${id}`,
    );
    const decision = { version: seen.version, contentHash: seen.contentHash };
    // Nobody decides what is their own.
    const own = await ask(
      'dana',
      'post',
      `/exceptions/${id}/approve`,
      decision,
    );
    expect(own.status).toBe(403);
    const approved = await ask<ExceptionDetail>(
      'sam',
      'post',
      `/exceptions/${id}/approve`,
      decision,
    );
    expect([approved.status, approved.body]).toMatchObject([
      200,
      { state: 'approved' },
    ]);

    const { until } = approved.body;
    expect(await checked()).toMatchObject({
      result: 'fail',
      counts: false,
      exempt: { id, until, approvers: ['user:default/sam'] },
    });
    expect(await check('text')).toContain(`fail, exempt until ${until}`);
    expect(await findings()).toMatchObject([{ result: 'fail', exempt: true }]);
  });
});

async function eventually(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isDone().catch(() => false))) {
    if (Date.now() > deadline) {
      throw new Error('The example cluster was not assessed in time');
    }
    await new Promise(done => setTimeout(done, 250));
  }
}
