import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { COLLECTED_KINDS } from '@shift-down/plugin-shift-down-common';
import {
  evidenceSourcesExtensionPoint,
  type EvidenceSource,
} from '@shift-down/plugin-shift-down-node';
import plugin from './index';
import { component, group } from './__testUtils__/catalog';
import { eventually } from './__testUtils__/eventually';
import {
  deployment,
  policyReport,
  policyResult,
  READ_ONLY_CONTROL,
  scan,
  workload,
} from './__testUtils__/evidence';

jest.setTimeout(60_000);

const source: EvidenceSource = {
  id: 'demo',
  title: 'Demo cluster',
  async run(sink, { signal }) {
    await sink.identify({ uid: 'cluster-uid' });
    await sink.apply('Workload', {
      upserts: [workload('payments-api'), workload('ledger')],
      deletes: [],
    });
    await sink.report('Workload', { state: 'fresh' });
    await sink.apply('PolicyReport', {
      upserts: [
        policyReport('a', [policyResult(deployment('payments-api'), 'fail')]),
        policyReport('b', [policyResult(deployment('ledger'), 'pass')]),
      ],
      deletes: [],
    });
    await sink.report('PolicyReport', { state: 'fresh' });
    await sink.apply('VulnerabilityReport', {
      upserts: [
        policyReport('c', [scan(deployment('payments-api'), ['CVE-2026-1'])]),
      ],
      deletes: [],
    });
    await sink.report('VulnerabilityReport', { state: 'fresh' });
    await sink.report('Namespace', { state: 'fresh' });
    for (const kind of COLLECTED_KINDS) {
      if (
        ![
          'Workload',
          'Namespace',
          'PolicyReport',
          'VulnerabilityReport',
        ].includes(kind)
      ) {
        await sink.report(kind, { state: 'not-installed' });
      }
    }
    await new Promise<void>(resolve => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  },
};

const sourceModule = createBackendModule({
  pluginId: 'shift-down',
  moduleId: 'fake-cluster',
  register(env) {
    env.registerInit({
      deps: { sources: evidenceSourcesExtensionPoint },
      async init({ sources }) {
        sources.addSource(source);
      },
    });
  },
});

describe('the way of the data', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'leads from a source to the posture of its entities on %p',
    async id => {
      const knex = await databases.init(id);
      const backend = await startTestBackend({
        features: [
          plugin,
          sourceModule,
          mockServices.database.factory({ knex }),
          mockServices.rootConfig.factory({
            data: {
              shiftDown: {
                correlation: {
                  namespaceOwners: [
                    { namespace: 'pay*', owner: 'group:default/payments' },
                  ],
                },
              },
            },
          }),
          catalogServiceMock.factory({
            entities: [
              group('payments'),
              group('team-a', 'payments'),
              group('team-b'),
              component('payments-api'),
              component('ledger'),
              component('thief', {
                owner: 'team-b',
                annotations: { 'backstage.io/kubernetes-id': 'ledger' },
              }),
              component('website', { annotations: {} }),
            ],
          }),
        ],
      });

      const failing = () =>
        knex('finding_entities as link')
          .join('findings as finding', 'finding.id', 'link.finding_id')
          .where('entity_ref', 'component:default/payments-api')
          .where('result', 'fail')
          .whereNull('resolved_at')
          .orderBy('finding.control_id')
          .pluck('finding.control_id');
      await eventually(async () => (await failing()).length === 2);
      expect(await failing()).toEqual([
        'critical-vulnerabilities',
        READ_ONLY_CONTROL,
      ]);

      await expect(
        eventually(() =>
          knex('entity_controls')
            .where({
              entity_ref: 'component:default/ledger',
              control_id: READ_ONLY_CONTROL,
              result: 'pass',
            })
            .first(),
        ),
      ).resolves.toBeDefined();

      await expect(
        eventually(() =>
          knex('postures')
            .where({ entity_ref: 'component:default/thief' })
            .where('state', 'unconfirmed')
            .first(),
        ),
      ).resolves.toMatchObject({ grade: 'unknown', score: null, failing: 0 });
      await expect(
        eventually(() =>
          knex('postures')
            .where({ entity_ref: 'component:default/website' })
            .first(),
        ),
      ).resolves.toMatchObject({ state: 'not-claimed', grade: 'unknown' });

      await backend.stop();
    },
  );
});
