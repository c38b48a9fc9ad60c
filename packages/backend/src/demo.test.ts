/**
 * The example cluster through the whole portal: what engines report on it and what we
 * find ourselves come together.
 */
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
  FindingDetail,
  FindingPage,
  NamespaceDetail,
  NamespacePage,
  Posture,
  SourceList,
} from '@shift-down/plugin-shift-down-common/client';
import { resolve } from 'node:path';
import request from 'supertest';

jest.setTimeout(120_000);

const FOLDER = resolve(__dirname, '../../../examples/clusters/demo');

function component(name: string, team: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      etag: '1',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'service', lifecycle: 'production', owner: team },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${team}` }],
  };
}

describe('the example cluster', () => {
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];

  const get = async <T>(path: string): Promise<T> => {
    const { body, status } = await request(server)
      .get(`/api/shift-down${path}`)
      .set('authorization', mockCredentials.user.header());
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const posture = () =>
    get<Posture>('/entities/by-name/component/default/payments-api/posture');
  const sourceState = async (kind: string) => {
    const { clusters } = await get<SourceList>('/sources');
    return clusters[0]?.sources.find(it => it.kind === kind)?.state;
  };

  beforeAll(async () => {
    ({ server } = await startTestBackend({
      features: [
        shiftDownPlugin,
        kubernetesModule,
        mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
        catalogServiceMock.factory({
          entities: [
            component('payments-api', 'team-payments'),
            component('orders-web', 'team-orders'),
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            shiftDown: {
              clusters: [
                {
                  name: 'demo',
                  type: 'recorded',
                  title: 'Demo cluster',
                  path: FOLDER,
                  networkPolicies: { enforcedBy: 'cilium' },
                },
              ],
              correlation: { mirror: { frequency: { seconds: 1 } } },
            },
          },
        }),
      ],
    }));
    await eventually(async () => {
      // Nothing but ours speaks of it, so it is known once that is assessed.
      const { controls = [] } = await posture();
      return (
        (await sourceState('Evaluation')) === 'fresh' &&
        controls.some(it => it.id === 'host-probes' && it.result === 'pass')
      );
    });
  });

  it('has one finding for what several engines and we ourselves say', async () => {
    const { items } = await get<FindingPage>(
      '/findings?entityRef=component:default/payments-api&control=privilege-escalation',
    );
    expect(items).toHaveLength(1);
    // The name that an engine gave it goes before our own.
    expect(items[0].engine).not.toBe('shift-down');
    const { occurrenceList } = await get<FindingDetail>(
      `/findings/${items[0].id}`,
    );
    const kinds = occurrenceList.map(it => it.sourceKind);
    expect(kinds).toContain('Evaluation');
    expect(new Set(kinds).size).toBeGreaterThan(1);
    expect(new Set(occurrenceList.map(it => it.result))).toEqual(
      new Set(['fail']),
    );
  });

  it('has namespaces that are ready for a level, and one that is not', async () => {
    const { items } = await get<NamespacePage>('/namespaces');
    const readiness = Object.fromEntries(
      items.map(({ namespace, workloads, levels }) => [
        namespace,
        [workloads, ...levels.map(it => it.meets)],
      ]),
    );
    expect(readiness).toEqual({
      orders: [2, 2, 2],
      payments: [5, 4, 3],
      'platform-system': [1, 0, 0],
      sandbox: [1, 0, 0],
    });
    expect(items.every(it => it.version === 'v1.34')).toBe(true);
  });

  it('says why those workloads do not meet the level, and where', async () => {
    const { workloadList, access } = await get<NamespaceDetail>(
      '/namespaces/demo/payments',
    );
    const ledger = workloadList.find(it => it.name === 'ledger');
    expect(ledger?.checks).toContainEqual(
      expect.objectContaining({
        rule: 'hostPathVolumes',
        level: 'baseline',
        controlId: 'host-path-volumes',
        violations: [
          expect.objectContaining({
            field: 'spec.template.spec.volumes[0].hostPath',
          }),
        ],
      }),
    );
    expect(access?.map(it => it.who)).toContain('group:team-payments');
  });

  it('leaves unknown only what nobody looks at', async () => {
    const { controls } = await posture();
    const unknown = controls.filter(it => it.result === 'unknown');
    expect(unknown.map(it => it.id)).toEqual(['image-provenance']);
  });
});

async function eventually(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isDone().catch(() => false))) {
    if (Date.now() > deadline) {
      throw new Error('The example cluster was not evaluated in time');
    }
    await new Promise(done => setTimeout(done, 250));
  }
}
