/**
 * Two teams that share one system, one cluster and one sidecar, and a cluster of
 * team B's own. What either may read of the other is nothing.
 */
import type { Control } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import {
  idOf,
  insertCluster,
  insertControl,
  insertEntity,
  insertFinding,
  insertPosture,
  insertScan,
  insertSource,
  insertSubject,
  SEEN,
} from '../../__testUtils__/rows';

export const TEAM_A = 'group:default/team-a';
export const TEAM_B = 'group:default/team-b';

export const OWN = 'component:default/payments';
export const OTHERS = 'component:default/ledger';
export const UNCONFIRMED = 'component:default/squatter';
export const SYSTEM = 'system:default/money';
export const DOMAIN = 'domain:default/finance';

export const CONTROLS: Control[] = [
  control('run-as-non-root', 'high'),
  control('no-known-vulnerabilities', 'critical'),
  control('read-only-root', 'low'),
];

function control(id: string, severity: Control['severity']): Control {
  return {
    id,
    title: `Title of ${id}`,
    area:
      id === 'no-known-vulnerabilities'
        ? 'vulnerabilities'
        : 'misconfigurations',
    responsibility: 'application',
    severity,
    rationale: 'Because',
    remediation: 'Set it',
    references: [],
    matchers: [],
    witnesses: ['PolicyReport'],
    appliesTo: 'workload',
  };
}

export const PROXY = 'registry.example/proxy';
const PROXY_DIGEST = `sha256:${'1'.repeat(64)}`;

/** Ids of the findings, by name. */
export const FINDINGS = {
  ofA: idOf('finding', 'a-runs-as-root'),
  ofB: idOf('finding', 'b-runs-as-root'),
  shared: idOf('finding', 'CVE-2026-0001'),
  unowned: idOf('finding', 'unowned'),
};

export async function seedTwoTeams(knex: Knex): Promise<void> {
  await insertCluster(knex, 'demo');
  await insertCluster(knex, 'vault');
  for (const cluster_name of ['demo', 'vault']) {
    await insertSource(knex, { cluster_name, kind: 'PolicyReport' });
  }
  await insertSource(knex, {
    cluster_name: 'demo',
    kind: 'VulnerabilityReport',
    state: 'failed',
    error: 'team-b/ledger-report: no such field',
    warnings: JSON.stringify(['team-b/secret.yaml: too large']),
  });

  await insertEntity(knex, DOMAIN, { owners: [TEAM_A] });
  await insertEntity(knex, SYSTEM, { owners: [TEAM_A], partOf: [DOMAIN] });
  await insertEntity(knex, OWN, { owners: [TEAM_A], partOf: [SYSTEM] });
  await insertEntity(knex, OTHERS, { owners: [TEAM_B], partOf: [SYSTEM] });
  await insertEntity(knex, UNCONFIRMED, { owners: [TEAM_A] });
  await knex('claims').insert([
    { entity_ref: OWN, state: 'confirmed', unconfirmed_namespaces: '[]' },
    {
      entity_ref: UNCONFIRMED,
      state: 'unconfirmed',
      unconfirmed_namespaces: '["demo/team-b"]',
    },
  ]);

  for (const [cluster, name, owner] of [
    ['demo', 'team-a', TEAM_A],
    ['demo', 'team-b', TEAM_B],
    ['demo', 'nobodys', null],
  ]) {
    await knex('namespaces').insert({
      cluster_uid: `uid-${cluster}`,
      name,
      object_id: idOf('namespace', String(name)),
      uid: idOf(String(name)),
      labels: JSON.stringify({
        'pod-security.kubernetes.io/enforce': 'baseline',
      }),
      fields: '{}',
      owner_ref: owner,
    });
  }

  const proxy = { name: 'proxy', repository: PROXY, digest: PROXY_DIGEST };
  const payments = await insertSubject(knex, {
    cluster: 'demo',
    namespace: 'team-a',
    name: 'payments',
    entities: [OWN],
    containers: [
      { name: 'app', repository: 'registry.example/payments', tag: '1' },
      proxy,
    ],
  });
  const ledger = await insertSubject(knex, {
    cluster: 'demo',
    namespace: 'team-b',
    name: 'ledger',
    entities: [OTHERS],
    containers: [
      { name: 'app', repository: 'registry.example/ledger', tag: '1' },
      proxy,
    ],
  });
  const vaulted = await insertSubject(knex, {
    cluster: 'vault',
    namespace: 'team-b',
    name: 'vaulted',
    entities: [OTHERS],
    containers: [proxy],
  });
  const unowned = await insertSubject(knex, {
    cluster: 'demo',
    namespace: 'nobodys',
    name: 'stray',
    containers: [proxy],
  });
  for (const subject_id of [payments, ledger]) {
    await insertScan(knex, {
      subject_id,
      container: 'proxy',
      repository: PROXY,
      digest: PROXY_DIGEST,
      counts: JSON.stringify({ critical: 1 }),
    });
  }

  await insertFinding(knex, 'a-runs-as-root', {
    entities: [OWN],
    namespace: 'team-a',
    cluster_uid: 'uid-demo',
    subject_kind: 'Deployment',
    subject_name: 'payments',
    seenIn: [{ subject_id: payments }],
  });
  await insertFinding(knex, 'b-runs-as-root', {
    entities: [OTHERS],
    severity: 'critical',
    namespace: 'team-b',
    cluster_uid: 'uid-demo',
    subject_kind: 'Deployment',
    subject_name: 'ledger',
    seenIn: [{ subject_id: ledger }],
  });
  await insertFinding(knex, 'CVE-2026-0001', {
    type: 'vulnerability',
    engine: 'trivy',
    policy: '',
    control_id: 'no-known-vulnerabilities',
    area: 'vulnerabilities',
    advisory: 'CVE-2026-0001',
    package_name: 'openssl',
    package_url: 'pkg:deb/debian/openssl',
    repository: PROXY,
    severity: 'critical',
    entities: [OWN, OTHERS],
    seenIn: [
      { subject_id: payments, component: 'proxy', message: 'seen by A' },
      { subject_id: ledger, component: 'proxy', message: 'seen by B' },
      { subject_id: vaulted, component: 'proxy', message: 'seen by B' },
      { subject_id: unowned, component: 'proxy', message: 'seen by nobody' },
    ].map(place => ({
      ...place,
      source_kind: 'VulnerabilityReport',
      detail: JSON.stringify({ installedVersion: '3.0', fixedVersion: '3.1' }),
    })),
  });
  await knex('finding_entities')
    .where({ entity_ref: OTHERS, finding_id: FINDINGS.shared })
    .update({ occurrences: 2 });
  await insertFinding(knex, 'unowned', {
    namespace: 'nobodys',
    cluster_uid: 'uid-demo',
    subject_kind: 'Deployment',
    subject_name: 'stray',
    seenIn: [{ subject_id: unowned }],
  });

  await insertPosture(knex, OWN, {
    score: 7,
    failing: 2,
    worst_severity_rank: 5,
    worst_finding_id: FINDINGS.shared,
  });
  await insertPosture(knex, OTHERS, {
    failing: 2,
    worst_severity_rank: 5,
    worst_finding_id: FINDINGS.ofB,
  });
  // Numbers that must never be shown, whatever got them there.
  await insertPosture(knex, UNCONFIRMED, {
    state: 'unconfirmed',
    score: 99,
    grade: 'A',
    grade_rank: 0,
    passing: 9,
    failing: 9,
    unknown: 9,
  });
  for (const ref of [OWN, OTHERS]) {
    await insertControl(knex, ref, 'run-as-non-root', 'fail');
    await insertControl(knex, ref, 'no-known-vulnerabilities', 'fail');
  }
  await insertControl(knex, OWN, 'read-only-root', 'pass');
  await insertControl(knex, OTHERS, 'read-only-root', 'unknown');
  await knex('control_changes').insert({
    entity_ref: OWN,
    control_id: 'read-only-root',
    changed_at: SEEN,
    from_result: 'unknown',
    to_result: 'pass',
  });
  await knex('posture_history').insert([
    {
      entity_ref: OWN,
      resolution: 'day',
      bucket: '2026-10-20T00:00:00.000Z',
      score: 3,
      grade: 'F',
      coverage: 0.5,
    },
    {
      entity_ref: OWN,
      resolution: 'hour',
      bucket: SEEN,
      score: 7,
      grade: 'F',
      coverage: 1,
    },
  ]);
}
