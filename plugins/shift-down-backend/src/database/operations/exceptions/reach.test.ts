/** What an exception would reach, and by whose word. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  ExceptionExpectation,
  ExceptionScope,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../../__testUtils__/database';
import { insertException } from '../../../__testUtils__/exceptions';
import {
  idOf,
  insertCluster,
  insertEntity,
  insertFinding,
  insertSubject,
} from '../../../__testUtils__/rows';
import { contentColumns } from './exceptionRecord';
import { hashPolicies } from './hashPolicies';
import { loadWitnesses } from './loadWitnesses';
import { whereExceptionReaches } from './matchesLink';
import { selectLetThrough } from './selectLetThrough';
import { selectReached } from './selectReached';

jest.setTimeout(60_000);

const SHOP = 'component:default/shop';
const STORE = 'component:default/store';
const TEAM = 'group:default/team';

const CONTROL: ExceptionExpectation = {
  type: 'control',
  control: 'run-as-non-root',
};
const POLICY: ExceptionExpectation = {
  type: 'policy',
  engine: 'kyverno',
  policy: 'require-non-root',
};
const ADVISORY: ExceptionExpectation = {
  type: 'vulnerability',
  advisory: 'CVE-2026-0001',
};

const CASES: [
  string,
  ExceptionExpectation,
  Omit<ExceptionScope, 'entityRef'>,
  string[],
][] = [
  ['a control', CONTROL, {}, ['api', 'api-sidecar', 'web', 'web-far']],
  ['a control in a cluster', CONTROL, { cluster: 'uid-far' }, ['web-far']],
  [
    'a control of a workload',
    CONTROL,
    { namespace: 'shop', workload: { kind: 'Deployment', name: 'api' } },
    ['api', 'api-sidecar'],
  ],
  [
    'a control of a container',
    CONTROL,
    {
      namespace: 'shop',
      workload: { kind: 'Deployment', name: 'api' },
      container: 'sidecar',
    },
    ['api-sidecar'],
  ],
  ['a control elsewhere', CONTROL, { namespace: 'other' }, []],
  ['a policy by its witness', POLICY, {}, ['api']],
  ['another rule of it', { ...POLICY, rule: 'pods' }, {}, ['api']],
  ['a rule that it has not', { ...POLICY, rule: 'pod' }, {}, []],
  ['a policy of another engine', { ...POLICY, engine: 'gatekeeper' }, {}, []],
  ['part of the name of a policy', { ...POLICY, policy: 'require' }, {}, []],
  ['a vulnerability', ADVISORY, {}, ['cve', 'cve-elsewhere']],
  [
    'one of a package',
    { ...ADVISORY, packageUrl: 'pkg:deb/debian/openssl' },
    {},
    ['cve'],
  ],
  [
    'one of an image',
    ADVISORY,
    { repository: 'registry.example/proxy' },
    ['cve'],
  ],
  ['one in a namespace', ADVISORY, { namespace: 'shop' }, []],
  [
    'whatever no control covers',
    { type: 'control', control: 'other-policies' },
    {},
    [],
  ],
];

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('reach on %p', id => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, id);
    await insertCluster(knex, 'near');
    await insertCluster(knex, 'far');
    for (const ref of [SHOP, STORE]) {
      await insertEntity(knex, ref, { owners: [TEAM] });
    }
    const place = async (cluster: string, name: string, entity = SHOP) =>
      await insertSubject(knex, {
        cluster,
        namespace: 'shop',
        name,
        entities: [entity],
      });
    const subjects = {
      api: await place('near', 'api'),
      web: await place('near', 'web'),
      far: await place('far', 'web'),
      store: await place('near', 'store', STORE),
    };
    const at = (subject: keyof typeof subjects, cluster = 'uid-near') => ({
      cluster_uid: cluster,
      namespace: 'shop',
      subject_kind: 'Deployment',
      subject_name: subject === 'far' ? 'web' : subject,
      seenIn: [{ subject_id: subjects[subject] }],
    });
    await insertFinding(knex, 'api', {
      entities: [SHOP],
      severity: 'critical',
      ...at('api'),
      seenIn: [
        {
          subject_id: subjects.api,
          witness: JSON.stringify({
            engine: 'kyverno',
            reportedBy: 'KyvernoPolicy',
            policy: 'require-non-root',
            rule: 'pods',
            outcome: 'fail',
          }),
        },
        {
          object_id: idOf('ours'),
          subject_id: subjects.api,
          witness: JSON.stringify({
            engine: 'shift-down',
            reportedBy: 'shift-down',
            policy: 'pod-security',
            rule: 'runAsNonRoot',
            outcome: 'fail',
          }),
        },
      ],
    });
    await insertFinding(knex, 'api-sidecar', {
      entities: [SHOP],
      ...at('api'),
      component: 'sidecar',
    });
    await insertFinding(knex, 'web', {
      entities: [SHOP],
      result: 'unknown',
      ...at('web'),
    });
    await insertFinding(knex, 'web-far', {
      entities: [SHOP],
      ...at('far', 'uid-far'),
    });
    await insertFinding(knex, 'suppressed', {
      entities: [SHOP],
      result: 'not-applicable',
      ...at('web'),
    });
    await insertFinding(knex, 'others', { entities: [STORE], ...at('store') });
    await insertFinding(knex, 'other-policy', {
      entities: [SHOP],
      control_id: 'other-policies',
      ...at('web'),
    });
    for (const [name, repository, packageUrl] of [
      ['cve', 'registry.example/proxy', 'pkg:deb/debian/openssl'],
      ['cve-elsewhere', 'registry.example/shop', 'pkg:npm/left-pad'],
    ]) {
      await insertFinding(knex, name, {
        type: 'vulnerability',
        control_id: 'vulnerabilities',
        advisory: 'CVE-2026-0001',
        package_url: packageUrl,
        repository,
        entities: [SHOP, STORE],
        seenIn: [{ subject_id: subjects.api }, { subject_id: subjects.store }],
      });
    }
  });

  it.each(CASES)('knows %s', async (_what, expectation, narrowed, names) => {
    const scope = { entityRef: SHOP, ...narrowed };
    const reached = await selectReached(knex, { expectation, scope });
    const wanted = names.map(name => idOf('finding', name)).sort();
    expect(reached.items.map(item => item.findingId)).toEqual(wanted);
    expect(reached).toMatchObject({
      findings: names.length,
      entities: names.length > 0 ? 1 : 0,
    });
    expect(new Set(reached.items.map(item => item.entityRef))).toEqual(
      new Set(names.length > 0 ? [SHOP] : []),
    );
  });

  it.each(CASES)(
    'says the same of many exceptions at once: %s',
    async (_what, expectation, narrowed, names) => {
      const exceptionId = await insertException(
        knex,
        '33333333-0000-4000-8000-000000000000',
        contentColumns(
          {
            type: 'accepted-risk',
            expectation,
            scope: { entityRef: SHOP, ...narrowed },
            from: '2026-10-01T00:00:00.000Z',
            until: '2026-12-01T00:00:00.000Z',
            category: 'other',
            justification: '',
            compensatingControls: '',
            ticket: '',
          },
          'high',
        ),
      );
      const query = knex('exceptions as ex')
        .join('finding_entities as fe', 'fe.entity_ref', 'ex.entity_ref')
        .join('findings as f', 'f.id', 'fe.finding_id')
        .where('ex.id', exceptionId);
      whereExceptionReaches(knex, query);
      expect((await query.pluck('f.id')).sort()).toEqual(
        names.map(name => idOf('finding', name)).sort(),
      );
      await knex('exceptions').where({ id: exceptionId }).delete();
    },
  );

  it('counts workloads and names the worst', async () => {
    const subject = { expectation: CONTROL, scope: { entityRef: SHOP } };
    expect(await selectReached(knex, subject, { limit: 1 })).toMatchObject({
      findings: 4,
      workloads: 3,
      severity: 'critical',
      items: [{ entityRef: SHOP }],
    });
    // A vulnerability runs wherever the entity runs its image.
    expect(
      await selectReached(knex, {
        expectation: ADVISORY,
        scope: { entityRef: SHOP },
      }),
    ).toMatchObject({ findings: 2, workloads: 1 });
    expect(
      await selectReached(knex, subject, {
        readable: { property: 'kind', values: [] },
      }),
    ).toEqual({
      findings: 0,
      workloads: 0,
      entities: 0,
      severity: 'unknown',
      items: [],
    });
  });

  it('names who witnesses what is reached', async () => {
    const ofControl = { expectation: CONTROL, scope: { entityRef: SHOP } };
    const { items } = await selectReached(knex, ofControl);
    const near = (await loadWitnesses(knex, items, ofControl)).filter(
      it => it.cluster === 'uid-near',
    );
    expect(near).toContainEqual({
      cluster: 'uid-near',
      engine: 'kyverno',
      reportedBy: 'KyvernoPolicy',
      policy: 'require-non-root',
      rules: ['pods'],
      checks: [],
      workloads: [{ namespace: 'shop', kind: 'Deployment', name: 'api' }],
    });
    expect(near).toContainEqual(
      expect.objectContaining({
        engine: 'shift-down',
        policy: 'pod-security',
        checks: ['runAsNonRoot'],
      }),
    );
    const ofPolicy = { expectation: POLICY, scope: { entityRef: SHOP } };
    expect(
      (await loadWitnesses(knex, items, ofPolicy)).map(it => it.policy),
    ).toEqual(['require-non-root']);
  });

  it('makes another digest of another text of a policy', async () => {
    const witness = {
      cluster: 'uid-near',
      engine: 'validating-admission-policy' as const,
      reportedBy: 'shift-down',
      policy: 'no-root',
      rules: [],
      checks: [],
      workloads: [],
    };
    const unknown = await hashPolicies(knex, [witness]);
    await knex('resources').insert({
      object_id: idOf('policy'),
      cluster_uid: 'uid-near',
      source_kind: 'ValidatingAdmissionPolicy',
      api_version: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      namespace: '',
      name: 'no-root',
      uid: 'uid',
      labels: '{}',
      fields: '{"spec":{"validations":[]}}',
    });
    const known = await hashPolicies(knex, [witness]);
    await knex('resources')
      .where({ name: 'no-root' })
      .update({ fields: '{"spec":{}}' });
    const changed = await hashPolicies(knex, [witness]);
    expect(new Set([unknown, known, changed]).size).toBe(3);
    expect(await hashPolicies(knex, [witness])).toBe(changed);
    expect(
      await hashPolicies(knex, [{ ...witness, rules: ['more'] }]),
    ).not.toBe(changed);
  });

  it('sees what an engine lets through beside it', async () => {
    const scope = {
      cluster: 'uid-near',
      target: 'kyverno' as const,
      policies: [{ policy: 'others', rules: [] }],
      namespaces: ['shop'],
      workloads: [],
      wider: [],
    };
    const own = { readable: 'everything' as const, ownership: [TEAM] };
    expect(await selectLetThrough(knex, [scope], own)).toEqual({
      reaches: [{ findingId: idOf('finding', 'others'), entityRef: STORE }],
      beyondOwn: false,
    });
    expect(
      await selectLetThrough(knex, [scope], {
        readable: { property: 'kind', values: [] },
        ownership: [],
      }),
    ).toEqual({ reaches: [], beyondOwn: true });
    expect(
      await selectLetThrough(
        knex,
        [{ ...scope, workloads: ['Deployment/api'] }],
        own,
      ),
    ).toEqual({ reaches: [], beyondOwn: false });
    expect(
      await selectLetThrough(knex, [{ ...scope, target: 'portal' }], own),
    ).toEqual({ reaches: [], beyondOwn: false });
  });
});
