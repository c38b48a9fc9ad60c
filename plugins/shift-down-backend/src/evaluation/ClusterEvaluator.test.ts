import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  CollectedObject,
  ResourceEvidence,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { assessedControl } from '../__testUtils__/assess';
import { component, group } from '../__testUtils__/catalog';
import {
  deploymentOf,
  startEvaluation,
  WatchedEvaluator,
} from '../__testUtils__/clusterEvaluator';
import { migratedDatabase } from '../__testUtils__/database';
import {
  deployment,
  namespace,
  policyReport,
  policyResult,
} from '../__testUtils__/evidence';
import { CLUSTER, mirror } from '../__testUtils__/sink';
import { NotEvaluatedError } from './Evaluator';

jest.setTimeout(60_000);

const REF = 'component:default/api';
const PRIVILEGED = { securityContext: { privileged: true } };
const CONTROL = 'privileged-containers';

/** What Kyverno says about the same. */
const kyverno = (outcome: 'pass' | 'fail' | 'skip', more: object = {}) =>
  policyReport('r', [
    policyResult(deployment('api'), outcome, {
      policy: 'disallow-privileged-containers',
      rule: 'privileged-containers',
      ...more,
    }),
  ]);

function resource(
  kind: SourceKind,
  name: string,
  fields: object,
  inNamespace = '',
): CollectedObject {
  const apiVersion = String((fields as { apiVersion: string }).apiVersion);
  const object = { kind, namespace: inNamespace, name };
  const evidence: ResourceEvidence = {
    type: 'resource',
    object,
    apiVersion,
    uid: `uid-${name}`,
    labels: {},
    fields: {
      ...fields,
      kind,
      metadata: { name, ...(inNamespace && { namespace: inNamespace }) },
    },
  };
  return {
    key: { ...object, apiVersion },
    uid: `uid-${name}`,
    observedAt: new Date().toISOString(),
    evidence: [evidence],
    subjects: [],
  };
}

const ADMISSION = 'admissionregistration.k8s.io/v1';
const TWO_REPLICAS = resource('ValidatingAdmissionPolicy', 'two-replicas', {
  apiVersion: ADMISSION,
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
    validations: [{ expression: 'object.spec.replicas >= 2' }],
  },
});
const TWO_REPLICAS_BOUND = resource(
  'ValidatingAdmissionPolicyBinding',
  'two-replicas',
  {
    apiVersion: ADMISSION,
    spec: { policyName: 'two-replicas', validationActions: ['Deny'] },
  },
);

describe('our own evaluation', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let watched: WatchedEvaluator;
    let run: Awaited<ReturnType<typeof startEvaluation>>;

    const start = async (
      options: Parameters<typeof startEvaluation>[1] = {},
    ) => {
      run?.stop();
      run = await startEvaluation(knex, { evaluator: watched, ...options });
    };
    const put = async (kind: SourceKind, ...upserts: CollectedObject[]) => {
      await run.sink.apply(kind, { upserts, deletes: [] });
    };
    const fresh = async (...kinds: SourceKind[]) => {
      for (const kind of kinds) {
        await run.sink.report(kind, { state: 'fresh' });
      }
    };
    const evaluated = async (...objects: CollectedObject[]) => {
      await put('Namespace', namespace('payments'));
      await put('Workload', ...objects);
      await fresh('Workload', 'Namespace');
      await run.settled();
    };
    const source = () => knex('sources').where('kind', 'Evaluation').first();
    const witnesses = async (control = CONTROL) =>
      (
        await knex('occurrences as o')
          .join('findings as f', 'f.id', 'o.finding_id')
          .where('f.control_id', control)
          .orderBy('o.source_kind')
          .select('o.finding_id', 'o.source_kind', 'o.result')
      ).map(row => ({ ...row }));
    const control = () => assessedControl(knex, REF, CONTROL);

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      watched = new WatchedEvaluator();
      await mirror(knex, group('team-a'), component('api'));
      await start();
      // Engines that are not there; those that are say so in the test.
      for (const kind of [
        'PolicyReport',
        'Report',
        'ConfigAuditReport',
      ] as const) {
        await run.sink.report(kind, { state: 'not-installed' });
      }
      await run.sink.report('GatekeeperConstraint', { state: 'not-installed' });
    });
    afterEach(() => run.stop());

    it('is a witness of the same finding as an engine’s result', async () => {
      await evaluated(deploymentOf('api', PRIVILEGED));
      await put('PolicyReport', kyverno('fail'));

      const found = await witnesses();
      expect(found).toEqual([
        expect.objectContaining({ source_kind: 'Evaluation', result: 'fail' }),
        expect.objectContaining({ source_kind: 'PolicyReport' }),
      ]);
      expect(found[0].finding_id).toBe(found[1].finding_id);
      expect(await knex('evaluations').whereNotNull('version')).toMatchObject([
        { namespace: 'payments', baseline: 'fail', restricted: 'fail' },
      ]);
    });

    it('evaluates again only what changed', async () => {
      await evaluated(deploymentOf('api'), deploymentOf('worker'));
      expect(watched.take()).toEqual(
        expect.arrayContaining(['api', 'payments', 'worker']),
      );

      await put('Workload', deploymentOf('api'), deploymentOf('worker'));
      await run.settled();
      expect(watched.take()).toEqual([]);

      await put('Workload', deploymentOf('api', PRIVILEGED));
      await run.settled();
      expect(watched.take()).toEqual(['api', 'payments']);

      await put('Namespace', namespace('payments', { tier: 'gold' }));
      await run.settled();
      expect(watched.take()).toEqual(['api', 'payments', 'worker']);

      // Another replica takes over, and finds everything as it was.
      await start();
      await put('Workload', deploymentOf('worker'));
      await run.settled();
      expect(watched.take()).toEqual([]);

      await put('ValidatingAdmissionPolicy', TWO_REPLICAS);
      await run.settled();
      expect(watched.take()).toEqual(['api', 'payments', 'worker']);
    });

    it('judges by another catalogue anew', async () => {
      await evaluated(deploymentOf('api'));
      watched.take();
      await start({ controlsVersion: 'another' });
      await put('Workload', deploymentOf('api'));
      await run.settled();
      expect(watched.take()).toEqual(['api', 'payments']);
    });

    it('tries policies found in the cluster, and lets go of them', async () => {
      await put('ValidatingAdmissionPolicy', TWO_REPLICAS);
      await put('ValidatingAdmissionPolicyBinding', TWO_REPLICAS_BOUND);
      await evaluated(deploymentOf('api', {}, { replicas: 1 }));
      const findings = () =>
        knex('findings')
          .where({ engine: 'validating-admission-policy' })
          .whereNull('resolved_at');
      expect(await findings()).toMatchObject([
        {
          policy: 'two-replicas',
          rule: '',
          subject_name: 'api',
          control_id: 'other-policies',
        },
      ]);
      await run.sink.apply('ValidatingAdmissionPolicyBinding', {
        upserts: [],
        deletes: [TWO_REPLICAS_BOUND.key],
      });
      await run.settled();
      expect(await findings()).toEqual([]);
    });

    it('forgets what it said of what is gone', async () => {
      await evaluated(deploymentOf('api', PRIVILEGED), deploymentOf('worker'));
      await run.sink.apply('Workload', {
        upserts: [],
        deletes: [deploymentOf('api').key],
      });
      await run.settled();
      expect(
        await knex('objects')
          .where('source_kind', 'Evaluation')
          .orderBy('name')
          .pluck('name'),
      ).toEqual(['Deployment/worker', 'Namespace/payments']);
      expect(await knex('subjects').where('name', 'api')).toEqual([]);
      expect(
        await knex('findings')
          .where('subject_name', 'api')
          .whereNull('resolved_at'),
      ).toEqual([]);

      await run.sink.complete('Namespace', []);
      await run.sink.complete('Workload', []);
      await run.settled();
      expect(await knex('evaluations')).toEqual([]);
      expect(await knex('objects').where('source_kind', 'Evaluation')).toEqual(
        [],
      );
    });

    it('is never fresher than what it is made of', async () => {
      await put('Namespace', namespace('payments'));
      await put('Workload', deploymentOf('api'));
      await fresh('Workload');
      await run.settled();
      expect(await source()).toBeUndefined();
      expect(await control()).toMatchObject({ result: 'unknown' });

      await fresh('Namespace');
      await run.settled();
      expect(await source()).toMatchObject({ state: 'fresh' });
      const inputs = await knex('sources')
        .whereIn('kind', ['Workload', 'Namespace'])
        .pluck('last_success_at');
      expect((await source()).last_success_at <= inputs.sort()[0]).toBe(true);
      expect(await control()).toMatchObject({ result: 'pass' });

      // Not some time later: with the failure itself.
      await run.sink.report('Workload', { state: 'failed', error: 'away' });
      expect(await source()).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('Workload'),
      });
      expect(await control()).toMatchObject({ result: 'unknown' });

      await fresh('Workload');
      await run.settled();
      expect(await source()).toMatchObject({ state: 'fresh', error: null });
      expect(await control()).toMatchObject({ result: 'pass' });
    });

    it('leaves unknown what it could not evaluate, and nothing else', async () => {
      watched.fails = name =>
        name === 'api' ? new NotEvaluatedError('it is too deep') : undefined;
      await evaluated(deploymentOf('api'), deploymentOf('worker', PRIVILEGED));
      expect(await knex('unreadable_subjects')).toMatchObject([
        {
          source_kind: 'Evaluation',
          reason: 'It could not be evaluated: it is too deep',
        },
      ]);
      expect(await control()).toMatchObject({
        result: 'unknown',
        reason: expect.stringContaining('it is too deep'),
      });
      expect(await witnesses()).toMatchObject([{ source_kind: 'Evaluation' }]);
      expect(await source()).toMatchObject({ state: 'fresh' });

      // What it failed of once is not tried again until it changes.
      watched.take();
      await put('Workload', deploymentOf('third'));
      await run.settled();
      expect(watched.take()).toEqual(['payments', 'third']);

      watched.fails = () => undefined;
      await put('Workload', deploymentOf('api', { image: 'a/b:2' }));
      await run.settled();
      expect(await control()).toMatchObject({ result: 'pass' });
      expect(await knex('unreadable_subjects')).toEqual([]);
    });

    it('does not go by what can’t be read any more', async () => {
      await evaluated(deploymentOf('api'));
      expect(await control()).toMatchObject({ result: 'pass' });
      await put('Workload', {
        ...deploymentOf('api'),
        evidence: [],
        subjects: [deployment('api')],
        unreadable: 'not YAML',
      });
      await run.settled();
      expect(await control()).toMatchObject({
        result: 'unknown',
        reason: expect.stringContaining('not YAML'),
      });
      await put('Workload', deploymentOf('api'));
      await run.settled();
      expect(await control()).toMatchObject({ result: 'pass' });
    });

    it('says nothing while the evaluator is away', async () => {
      watched.fails = () => new Error('no thread');
      await put('Namespace', namespace('payments'));
      await put('Workload', deploymentOf('api'));
      await fresh('Workload', 'Namespace');
      await new Promise(resolve => setTimeout(resolve, 200));
      expect(await source()).toBeUndefined();
      expect(run.logger.warn).toHaveBeenCalledWith(
        expect.stringContaining(
          'could not be evaluated, trying again: no thread',
        ),
      );
    });

    it('is not expected where it is switched off, and leaves nothing behind', async () => {
      await evaluated(deploymentOf('api', PRIVILEGED));
      await start({ config: { enabled: false } });
      await put('Workload', deploymentOf('api', PRIVILEGED));
      await run.settled();
      expect(await source()).toMatchObject({ state: 'not-installed' });
      expect(await knex('evaluations')).toEqual([]);
      expect(await witnesses()).toEqual([]);
    });

    it('can’t be written by a source', async () => {
      const forged = { ...kyverno('pass') };
      await expect(put('Evaluation', forged)).rejects.toThrow('No source');
      await expect(run.sink.complete('Evaluation', [])).rejects.toThrow();
      await expect(fresh('Evaluation')).rejects.toThrow();
    });

    describe('where others may write the reports', () => {
      const others = () =>
        knex('clusters')
          .where('name', CLUSTER.name)
          .update({ report_trust: 'untrusted' });

      it('makes a pass count that theirs does not', async () => {
        await start({ config: { enabled: false } });
        await put('Workload', deploymentOf('api'));
        await run.settled();
        await evaluated(deploymentOf('api'));
        await put('PolicyReport', kyverno('pass'));
        await fresh('PolicyReport');
        await others();
        expect(await control()).toMatchObject({ result: 'unknown' });

        await start();
        await put('Workload', deploymentOf('api'));
        await run.settled();
        expect(await control()).toMatchObject({ result: 'pass' });
      });

      it.each([
        ['passes', {}, 'pass'],
        ['fails', PRIVILEGED, 'fail'],
      ])(
        'decides what a failure comes to that disappeared: it %s',
        async (_, container, result) => {
          await evaluated(deploymentOf('api', container));
          await others();
          await put('PolicyReport', kyverno('fail'));
          await fresh('PolicyReport');
          await run.sink.apply('PolicyReport', {
            upserts: [],
            deletes: [kyverno('fail').key],
          });
          expect(await control()).toMatchObject({ result });
        },
      );

      it('lets the worse stand and shows the difference', async () => {
        await evaluated(deploymentOf('api', PRIVILEGED));
        await put('PolicyReport', kyverno('pass'));
        await fresh('PolicyReport');
        const judged = await control();
        expect(judged).toMatchObject({ result: 'fail' });
        expect(JSON.parse(judged.disagreements)).toEqual([
          { failedBy: 'Evaluation', passedBy: 'PolicyReport', places: 1 },
        ]);
      });
    });

    it('keeps the real result of what an engine skips under an exception', async () => {
      await evaluated(deploymentOf('api', PRIVILEGED));
      await put('PolicyReport', kyverno('fail'));
      await put(
        'PolicyReport',
        kyverno('skip', { exceptions: ['payments/let-it-be'] }),
      );
      await fresh('PolicyReport');
      expect(await control()).toMatchObject({ result: 'fail', failing: 1 });
      expect(await witnesses()).toEqual([
        expect.objectContaining({ source_kind: 'Evaluation', result: 'fail' }),
        expect.objectContaining({
          source_kind: 'PolicyReport',
          result: 'unknown',
        }),
      ]);
    });
  });
});
