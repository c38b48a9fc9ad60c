/**
 * Evidence is as trustworthy as who may write it: whatever administrators of a namespace
 * do to the reports in it, nothing turns green, and it does once RBAC is put right.
 */
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  CollectedObject,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { ReportTrust } from '@shift-down/plugin-shift-down-node';
import { serviceLevelsOf } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { component, group } from '../__testUtils__/catalog';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import {
  deployment,
  namespace,
  policyReport,
  policyResult,
  READ_ONLY_CONTROL,
  workload,
} from '../__testUtils__/evidence';
import { insertSource } from '../__testUtils__/rows';
import {
  CLUSTER,
  CONTROLS,
  createSink,
  FOLLOWER,
  mirror,
  seizeLease,
} from '../__testUtils__/sink';
import { performAssessment } from '../assessment/performAssessment';
import type { HeldLease } from '../collection/HeldLease';
import { forgetCluster } from '../database/operations/collection/forgetCluster';
import { reviewTrust } from '../database/operations/trust/reviewTrust';
import { setReportTrust } from '../database/operations/trust/setReportTrust';
import { settleVanished } from '../database/operations/trust/settleVanished';
import { RBAC_KINDS } from './rbacKinds';

jest.setTimeout(60_000);

const REF = 'component:default/api';
const SUBJECT = deployment('api');
const OTHER_POLICY = { policy: 'require-cost-centre', rule: '' };

const BY_RBAC: ReportTrust = { mode: 'rbac', writers: [] };

/** The binding that Kyverno’s chart turns into the right to write reports. */
const ADMINS = rbacObject('RoleBinding', 'payments', 'admins', {
  roleRef: { kind: 'ClusterRole', name: 'admin' },
  subjects: [{ kind: 'Group', name: 'team-a' }],
});
const ADMIN_ROLE = rbacObject('ClusterRole', '', 'admin', {
  rules: [
    {
      apiGroups: ['wgpolicyk8s.io'],
      resources: ['policyreports'],
      verbs: ['*'],
    },
  ],
});

function rbacObject(
  kind: (typeof RBAC_KINDS)[number],
  inNamespace: string,
  name: string,
  fields: Record<string, unknown>,
): CollectedObject {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const object = { kind, namespace: inNamespace, name };
  return {
    key: { ...object, apiVersion },
    uid: `uid-${name}`,
    observedAt: new Date().toISOString(),
    evidence: [
      {
        type: 'resource',
        object,
        apiVersion,
        uid: `uid-${name}`,
        labels: {},
        fields,
      },
    ],
    subjects: [],
  };
}

const report = (
  outcome: 'pass' | 'fail' | 'skip',
  more: Parameters<typeof policyResult>[2] = {},
) => policyReport('r', [policyResult(SUBJECT, outcome, more)]);

describe('reports that others may write', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let lease: HeldLease;
    let sink: Awaited<ReturnType<typeof createSink>>;

    const put = (kind: SourceKind, ...upserts: CollectedObject[]) =>
      sink.apply(kind, { upserts, deletes: [] });
    const drop = (kind: SourceKind, ...objects: CollectedObject[]) =>
      sink.apply(kind, {
        upserts: [],
        deletes: objects.map(object => object.key),
      });
    const settle = () =>
      settleVanished(knex, lease, {
        clusterName: CLUSTER.name,
        clusterUid: CLUSTER.uid,
        follower: FOLLOWER,
        now: new Date().toISOString(),
      });
    const review = async (allListed = true) => {
      await reviewTrust(knex, lease, CLUSTER.name, {
        writers: [],
        allListed,
        now: new Date().toISOString(),
      });
      await settle();
    };
    const listRbac = async () => {
      for (const kind of RBAC_KINDS) {
        await sink.report(kind, { state: 'fresh' });
      }
      await review();
    };
    const assessed = async () => {
      const now = new Date();
      await knex('assessment_queue')
        .insert({ entity_ref: REF, ticket: 't', due_at: now.toISOString() })
        .onConflict('entity_ref')
        .merge();
      await performAssessment(
        knex,
        { entityRef: REF, ticket: 't' },
        {
          controls: CONTROLS.enabled,
          index: CONTROLS.index,
          maxAge: {},
          serviceLevels: serviceLevelsOf(),
        },
        now,
      );
      return knex('postures').where('entity_ref', REF).first();
    };
    const control = async (controlId: string = READ_ONLY_CONTROL) => {
      await assessed();
      return knex('entity_controls')
        .where({ entity_ref: REF, control_id: controlId })
        .first();
    };
    const findings = () =>
      knex('finding_entities').where('entity_ref', REF).select('result');
    /** What is stored of the control, and of its one finding. */
    const unverified = async () => {
      const rows = [
        await control(),
        ...(await knex('finding_entities').where('entity_ref', REF)),
      ];
      return rows.map(row => Boolean(row.unverified));
    };
    const queued = async () =>
      (await knex('assessment_queue').select('entity_ref')).length > 0;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      await mirror(knex, group('team-a'), component('api'));
      lease = await seizeLease(knex);
      sink = await createSink(knex, { lease });
      await setReportTrust(knex, CLUSTER.name, BY_RBAC, '');
      await put('Namespace', namespace('payments'));
      await put('Workload', workload('api'));
      for (const kind of ['Workload', 'Namespace', 'PolicyReport'] as const) {
        await sink.report(kind, { state: 'fresh' });
      }
      await insertSource(knex, {
        cluster_name: CLUSTER.name,
        kind: 'Evaluation',
        state: 'not-installed',
      });
      for (const kind of [
        'ClusterPolicyReport',
        'Report',
        'ClusterReport',
        'GatekeeperConstraint',
        'ConfigAuditReport',
        'RbacAssessmentReport',
        'VulnerabilityReport',
        'ExposedSecretReport',
      ] as const) {
        await sink.report(kind, { state: 'not-installed' });
      }
    });

    const letAdminsWrite = async () => {
      await put('ClusterRole', ADMIN_ROLE);
      await put('RoleBinding', ADMINS);
      await listRbac();
    };

    it('are believed by nobody before RBAC was read in full', async () => {
      await put('PolicyReport', report('pass'));
      expect(await control()).toMatchObject({ result: 'unknown' });
      for (const kind of RBAC_KINDS.slice(1)) {
        await sink.report(kind, { state: 'fresh' });
      }
      await review();
      expect(await control()).toMatchObject({ result: 'unknown' });
      await listRbac();
      expect(await control()).toMatchObject({ result: 'pass' });
    });

    it('are not believed where RBAC may not be read, and say so', async () => {
      await put('PolicyReport', report('pass'));
      await listRbac();
      await sink.report('RoleBinding', {
        state: 'forbidden',
        error: 'rolebindings is forbidden',
      });
      await review();
      expect(await control()).toMatchObject({ result: 'unknown' });
      expect(await knex('clusters').first()).toMatchObject({
        report_trust: 'unknown',
        report_trust_reason: expect.stringContaining(
          'rolebindings is forbidden',
        ),
      });
    });

    it('stay believed while RBAC can’t be read for a while', async () => {
      await put('PolicyReport', report('pass'));
      await listRbac();
      await sink.report('Role', { state: 'failed', error: 'timeout' });
      await review();
      expect(await control()).toMatchObject({ result: 'pass' });
    });

    it('make nothing pass: a pass that is forged', async () => {
      await letAdminsWrite();
      const before = await assessed();
      await put('PolicyReport', report('pass'));
      expect(await control()).toMatchObject({
        result: 'unknown',
        reason: expect.stringContaining('can write PolicyReport'),
      });
      expect((await assessed()).score ?? 0).toBeLessThanOrEqual(
        before.score ?? 0,
      );
      expect((await control()).reason).not.toContain('team-a');
      expect(await unverified()).toEqual([true]);
    });

    it.each([
      ['deleted', async () => drop('PolicyReport', report('fail'))],
      ['emptied', async () => put('PolicyReport', policyReport('r', []))],
      ['edited to pass', async () => put('PolicyReport', report('pass'))],
      [
        'skipped and then deleted',
        async () => {
          await put('PolicyReport', report('skip'));
          await drop('PolicyReport', report('skip'));
        },
      ],
      ['not listed any more', async () => sink.complete('PolicyReport', [])],
    ])('resolve nothing: a failure that is %s', async (_, tamper) => {
      await letAdminsWrite();
      await put(
        'PolicyReport',
        policyReport('r', [
          policyResult(SUBJECT, 'fail'),
          policyResult(SUBJECT, 'fail', OTHER_POLICY),
        ]),
      );
      const before = await assessed();
      expect(await findings()).toEqual([
        { result: 'fail' },
        { result: 'fail' },
      ]);

      await tamper();

      const after = await assessed();
      expect(after.score ?? 0).toBeLessThanOrEqual(before.score ?? 0);
      expect(await control()).toMatchObject({
        result: 'unknown',
        reason: expect.stringContaining('Last failed on'),
      });
      expect(await control('other-policies')).toMatchObject({
        result: 'unknown',
        reason: expect.stringContaining('Last failed on'),
      });
      expect(await findings()).toEqual([
        { result: 'unknown' },
        { result: 'unknown' },
      ]);
      expect(await knex('findings').pluck('resolved_at')).toEqual([null, null]);
    });

    describe('that others may write since a moment ago', () => {
      const resolved = async () =>
        (await knex('findings').pluck('resolved_at')).every(
          (it: string | null) => it !== null,
        );
      const openRbac = () => put('RoleBinding', ADMINS);

      beforeEach(async () => {
        await put('ClusterRole', ADMIN_ROLE);
        await listRbac();
        await put('PolicyReport', report('fail'));
      });

      it.each([
        ['deleted', async () => drop('PolicyReport', report('fail'))],
        ['emptied', async () => put('PolicyReport', policyReport('r', []))],
        ['edited to pass', async () => put('PolicyReport', report('pass'))],
        ['not listed any more', async () => sink.complete('PolicyReport', [])],
      ])('resolve nothing: a failure that is %s', async (_, tamper) => {
        await openRbac();
        await tamper();
        expect(await resolved()).toBe(false);
        await review();
        expect(await resolved()).toBe(false);
        expect(await control()).toMatchObject({
          result: 'unknown',
          reason: expect.stringContaining('Last failed on'),
        });
        expect(await unverified()).toEqual([true, true]);
      });

      it('resolve it after the review, if it was another change', async () => {
        await put('Role', rbacObject('Role', 'payments', 'r', { rules: [] }));
        await drop('PolicyReport', report('fail'));
        expect(await resolved()).toBe(false);
        await review();
        expect(await resolved()).toBe(true);
      });

      it('resolve nothing when only workloads changed', async () => {
        await openRbac();
        await drop('PolicyReport', report('fail'));
        await settle();
        expect(await resolved()).toBe(false);
      });

      it.each<[string, () => Promise<unknown>]>([
        ['is taken away', () => drop('ClusterRole', ADMIN_ROLE)],
        [
          'can’t be read any more',
          () =>
            put('ClusterRole', {
              ...ADMIN_ROLE,
              evidence: [],
              unreadable: '?',
            }),
        ],
        ['is not listed any more', () => sink.complete('ClusterRole', [])],
        [
          'can’t be listed for a while',
          () => sink.report('ClusterRole', { state: 'failed', error: '?' }),
        ],
        ['is collected by another run', () => createSink(knex, { lease })],
      ])('resolve nothing at first: RBAC %s', async (_, change) => {
        await change();
        await drop('PolicyReport', report('fail'));
        expect(await resolved()).toBe(false);
      });

      it.each<[string, () => Promise<unknown>, boolean]>([
        [
          'can’t be listed',
          () => sink.report('Role', { state: 'failed', error: 'timeout' }),
          true,
        ],
        [
          'was not listed again by a new run',
          () => createSink(knex, { lease }),
          false,
        ],
      ])('resolve nothing for as long as RBAC %s', async (_, change, all) => {
        await change();
        await drop('PolicyReport', report('fail'));
        await review(all);
        expect(await resolved()).toBe(false);
        await sink.report('Role', { state: 'fresh' });
        await review();
        expect(await resolved()).toBe(true);
      });

      it('resolve nothing by a review that had not seen the change', async () => {
        await put('Role', rbacObject('Role', 'payments', 'r', { rules: [] }));
        const { transact } = lease;
        const meanwhile = jest
          .spyOn(lease, 'transact')
          .mockImplementationOnce(async work => {
            meanwhile.mockRestore();
            await openRbac();
            await drop('PolicyReport', report('fail'));
            return transact.call(lease, work) as never;
          });
        await review();
        expect(await resolved()).toBe(false);
        await review();
        expect(await resolved()).toBe(false);
      });
    });

    it('change nothing for others: a report about another namespace', async () => {
      await letAdminsWrite();
      await mirror(knex, group('team-a'), component('api'));
      const forged = policyReport('forged', [policyResult(SUBJECT, 'pass')]);
      await put('PolicyReport', {
        ...forged,
        key: { ...forged.key, namespace: 'elsewhere' },
      });
      await put(
        'RoleBinding',
        rbacObject('RoleBinding', 'elsewhere', 'admins', {
          roleRef: { kind: 'ClusterRole', name: 'admin' },
          subjects: [{ kind: 'Group', name: 'team-b' }],
        }),
      );
      await drop('RoleBinding', ADMINS);
      await review();
      expect(await control()).toMatchObject({ result: 'unknown' });
    });

    it('resolve what is gone, and believe a pass, once RBAC is put right', async () => {
      await letAdminsWrite();
      await put('PolicyReport', report('fail'));
      await put('PolicyReport', report('pass'));
      expect(await control()).toMatchObject({ result: 'unknown' });
      await knex('assessment_queue').delete();

      await drop('RoleBinding', ADMINS);
      await review();

      expect(await queued()).toBe(true);
      expect(await control()).toMatchObject({ result: 'pass' });
      expect(await findings()).toEqual([]);
      expect(await knex('findings').first()).not.toMatchObject({
        resolved_at: null,
      });
    });

    it('mark who runs where RBAC was opened', async () => {
      await put('PolicyReport', report('pass'));
      await listRbac();
      expect(await control()).toMatchObject({ result: 'pass' });
      await knex('assessment_queue').delete();
      await put('ClusterRole', ADMIN_ROLE);
      await put('RoleBinding', ADMINS);
      await review();
      expect(await queued()).toBe(true);
      expect(await control()).toMatchObject({ result: 'unknown' });
      expect(
        await knex('report_writers').select(
          'source_kind',
          'namespace',
          'writer',
        ),
      ).toEqual([
        {
          source_kind: 'PolicyReport',
          namespace: 'payments',
          writer: 'group:team-a',
        },
      ]);
    });

    it('forget what disappeared when it is seen again', async () => {
      await letAdminsWrite();
      await put('PolicyReport', report('fail'));
      await drop('PolicyReport', report('fail'));
      expect(await control()).toMatchObject({ result: 'unknown' });
      await put('PolicyReport', report('fail'));
      expect(await control()).toMatchObject({ result: 'fail', unknown: 0 });
      expect(await knex('occurrences').pluck('vanished_from')).toEqual([null]);
    });

    it.each(['before', 'after'])(
      'resolve what is gone with its workload, which went %s the report',
      async order => {
        await letAdminsWrite();
        await put('PolicyReport', report('fail'));
        const steps = [
          () => drop('Workload', workload('api')),
          () => drop('PolicyReport', report('fail')),
        ];
        for (const step of order === 'before' ? steps : steps.reverse()) {
          await step();
        }
        expect(await knex('occurrences')).toEqual([]);
        expect(await knex('findings').first()).not.toMatchObject({
          resolved_at: null,
        });
        expect(await knex('subjects').where('name', 'api')).toEqual([]);
      },
    );

    it('are no reason to keep a failure of reports that nobody else may write', async () => {
      await letAdminsWrite();
      const other = policyReport('r', [policyResult(SUBJECT, 'fail')], {
        key: {
          apiVersion: 'openreports.io/v1alpha1',
          kind: 'Report',
          namespace: 'payments',
          name: 'r',
        },
      });
      await put('Report', other);
      await drop('Report', other);
      expect(await knex('occurrences')).toEqual([]);
      expect(await knex('findings').first()).not.toMatchObject({
        resolved_at: null,
      });
    });

    it('keep what is believed over a restart, and start anew where the mode changes', async () => {
      await letAdminsWrite();
      await setReportTrust(knex, CLUSTER.name, BY_RBAC, '');
      expect(await knex('clusters').first()).toMatchObject({
        report_trust: 'rbac',
      });
      await setReportTrust(knex, CLUSTER.name, { mode: 'trusted' }, '');
      await put('PolicyReport', report('pass'));
      expect(await control()).toMatchObject({ result: 'pass' });
      await setReportTrust(knex, CLUSTER.name, BY_RBAC, '');
      expect(await control()).toMatchObject({ result: 'unknown' });
      await setReportTrust(knex, CLUSTER.name, { mode: 'untrusted' }, '');
      expect(await control()).toMatchObject({
        result: 'unknown',
        reason: expect.stringContaining('does not trust'),
      });
    });

    it.each<[(typeof RBAC_KINDS)[number], string, string | undefined]>([
      ['RoleBinding', 'payments', 'payments'],
      ['RoleBinding', 'elsewhere', 'elsewhere'],
      ['ClusterRoleBinding', '', ''],
      ['Role', 'payments', 'payments'],
      ['Role', 'elsewhere', undefined],
      ['ClusterRole', '', 'payments'],
    ])(
      'fear a %s in “%s” that can’t be read, for what it may grant',
      async (kind, inNamespace, feared) => {
        await put('PolicyReport', report('pass'));
        // What is bound in payments, wherever it may be found
        for (const role of ['Role', 'ClusterRole'] as const) {
          await put(
            'RoleBinding',
            rbacObject('RoleBinding', 'payments', role, {
              roleRef: { kind: role, name: 'odd' },
              subjects: [{ kind: 'Group', name: 'team-a' }],
            }),
          );
        }
        await listRbac();
        expect(await control()).toMatchObject({ result: 'pass' });

        await put(kind, {
          ...rbacObject(kind, inNamespace, 'odd', {}),
          evidence: [],
          unreadable: 'odd',
        });
        await review();

        expect(
          await knex('report_writers').distinct('namespace').pluck('namespace'),
        ).toEqual(feared === undefined ? [] : [feared]);
        expect(await control()).toMatchObject({
          result: feared === '' || feared === 'payments' ? 'unknown' : 'pass',
        });
      },
    );

    it('show where they differ from a source that fails', async () => {
      await letAdminsWrite();
      await put('PolicyReport', report('pass'));
      await put(
        'ConfigAuditReport',
        policyReport('audit', [policyResult(SUBJECT, 'fail')], {
          key: {
            apiVersion: 'aquasecurity.github.io/v1alpha1',
            kind: 'ConfigAuditReport',
            namespace: 'payments',
            name: 'audit',
          },
        }),
      );
      await sink.report('ConfigAuditReport', { state: 'fresh' });
      const { result, disagreements } = await control();
      expect(result).toBe('fail');
      expect(JSON.parse(disagreements)).toEqual([
        {
          failedBy: 'ConfigAuditReport',
          passedBy: 'PolicyReport',
          places: 1,
        },
      ]);
    });

    it('leave nothing of a cluster that is forgotten', async () => {
      await letAdminsWrite();
      const service = { ...SUBJECT, kind: 'Service' };
      await put(
        'PolicyReport',
        report('fail'),
        policyReport('s', [policyResult(service, 'fail')]),
      );
      await drop('PolicyReport', policyReport('s', []));
      expect(await knex('occurrences')).toHaveLength(2);
      await forgetCluster(knex, lease, {
        clusterName: CLUSTER.name,
        clusterUid: CLUSTER.uid,
        follower: FOLLOWER,
        clock: OWN_CLOCK,
      });
      for (const table of ['occurrences', 'subjects', 'report_writers']) {
        expect(await knex(table)).toEqual([]);
      }
      expect(await knex('clusters').first()).toMatchObject({
        report_trust: 'unknown',
      });
    });

    it('have writers of names of any length', async () => {
      await put('ClusterRole', ADMIN_ROLE);
      await put(
        'RoleBinding',
        rbacObject('RoleBinding', 'payments', 'b', {
          roleRef: { kind: 'ClusterRole', name: 'admin' },
          subjects: [{ kind: 'Group', name: 'ü'.repeat(1024) }],
        }),
      );
      await listRbac();
      expect(await knex('report_writers')).toHaveLength(1);
    });
  });
});
