/** From an upload over HTTP to the posture of the entity, in a whole backend. */
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
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
import request from 'supertest';
import plugin from '../index';
import { component, group } from '../__testUtils__/catalog';
import { eventually } from '../__testUtils__/eventually';
import { workload } from '../__testUtils__/evidence';
import { imageReport, repositoryReport } from './__testUtils__/reports';

jest.setTimeout(120_000);

const ENTITY = 'component:default/payments-api';
const REPOSITORY = 'registry.example.com/payments-api';
const RUNNING = `sha256:${'0'.repeat(64)}`;

const source: EvidenceSource = {
  id: 'demo',
  title: 'Demo cluster',
  async run(sink, { signal }) {
    await sink.identify({ uid: 'cluster-uid' });
    await sink.apply('Workload', {
      upserts: [workload('payments-api')],
      deletes: [],
    });
    for (const kind of COLLECTED_KINDS) {
      await sink.report(
        kind,
        kind === 'Workload' || kind === 'Namespace'
          ? { state: 'fresh' }
          : { state: 'not-installed' },
      );
    }
    await new Promise<void>(resolve => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  },
};

const databases = TestDatabases.create();

it.each(databases.eachSupportedId())(
  'what a pipeline uploads reaches the posture of its entity on %s',
  async id => {
    const knex = await databases.init(id);
    const { server } = await startTestBackend({
      features: [
        plugin,
        createBackendModule({
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
        }),
        mockServices.database.factory({ knex }),
        mockServices.rootConfig.factory({
          data: {
            shiftDown: {
              correlation: {
                namespaceOwners: [
                  { namespace: 'pay*', owner: 'group:default/payments' },
                ],
              },
              uploads: [
                {
                  subject: 'external:ci',
                  repositories: ['registry.example.com/*'],
                  entities: [ENTITY],
                },
              ],
            },
          },
        }),
        catalogServiceMock.factory({
          entities: [
            group('payments'),
            group('team-a', 'payments'),
            component('payments-api'),
          ],
        }),
      ],
    });
    const resultsOf = async (controls: string[]) =>
      Object.fromEntries(
        (
          await knex('entity_controls')
            .where({ entity_ref: ENTITY })
            .whereIn('control_id', controls)
            .select('control_id', 'result')
        ).map(row => [row.control_id, row.result]),
      );
    const upload = async (body: object, query: Record<string, string> = {}) =>
      await request(server)
        .post('/api/shift-down/evidence')
        .query(query)
        .set(
          'authorization',
          mockCredentials.service.header({
            onBehalfOf: mockCredentials.service('external:ci'),
            targetPluginId: 'shift-down',
          }),
        )
        .send(body);
    const SCANS = ['pipeline-scan', 'repository-dependencies'];

    await eventually(async () => {
      const results = await resultsOf(SCANS);
      return results['pipeline-scan'] === 'fail';
    });
    expect(await resultsOf(SCANS)).toEqual({
      'pipeline-scan': 'fail',
      'repository-dependencies': 'fail',
    });

    const at = new Date().toISOString();
    const answers = [
      await upload(
        imageReport({ repository: REPOSITORY, digest: RUNNING, at }),
      ),
      await upload(
        { ...repositoryReport(), CreatedAt: at },
        { entityRef: ENTITY },
      ),
    ];
    expect(answers.map(it => it.status)).toEqual([201, 201]);

    await eventually(async () => {
      const results = await resultsOf(SCANS);
      return SCANS.every(it => results[it] === 'pass');
    });
    // It fails by what was found, and nothing passes for what was not.
    expect(
      await resultsOf(['high-vulnerabilities', 'critical-vulnerabilities']),
    ).toEqual({
      'high-vulnerabilities': 'fail',
      'critical-vulnerabilities': 'unknown',
    });
  },
);
