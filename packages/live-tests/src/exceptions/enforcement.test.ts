/**
 * Exceptions on a real API server, from the decision in the database to the proof that what
 * they let through is refused again.
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type {
  KubernetesObject as CollectedObject,
  PolicyWitness,
} from '@shift-down/plugin-shift-down-policy';
import type { KubernetesObject } from 'control-plane';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { deployment } from '../cluster/objects';
import { shop } from '../cluster/shop';
import { readManifest, TestCluster } from '../cluster/TestCluster';
import { eventually } from '../eventually';
import { Portal } from '../portal/Portal';
import { dryRun } from '../verdict/dryRun';
import { approve, endNow, lookNow } from './approved';

const BUNDLE = resolvePackagePath('live-tests', '../../examples/policies');
const POLICY = 'requests-and-limits';
const NAMESPACE = 'shift-down-exceptions';
const KYVERNO = `/apis/policies.kyverno.io/v1/namespaces/${NAMESPACE}/policyexceptions`;
const LIST = `/apis/guardrails.shift-down.io/v1/guardrailexceptions/${POLICY}`;
const SECONDS = 60;

const read = (file: string) =>
  parse(readFileSync(join(BUNDLE, file), 'utf8')) as KubernetesObject;

/** What the enforcer may beside its manifest, and who makes dry runs. */
const RIGHTS: KubernetesObject[] = [
  role('guardrails', [
    {
      apiGroups: ['guardrails.shift-down.io'],
      resources: ['guardrailexceptions'],
      verbs: ['get', 'list', 'create', 'patch'],
    },
  ]),
  binding('guardrails', 'shift-down-enforcer'),
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'dry-runs', namespace: NAMESPACE },
  },
  role('dry-runs', [
    { apiGroups: [''], resources: ['pods'], verbs: ['create'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] },
  ]),
  binding('dry-runs', 'dry-runs'),
];

function role(name: string, rules: object[]): KubernetesObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: `live-${name}` },
    rules,
  };
}

function binding(name: string, account: string): KubernetesObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `live-${name}` },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: `live-${name}`,
    },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: NAMESPACE }],
  };
}

describe('enforcement', () => {
  let cluster: TestCluster;
  let portal: Portal;
  let uid: string;

  const witness = (over: Partial<PolicyWitness>): PolicyWitness => ({
    cluster: uid,
    engine: 'kyverno',
    reportedBy: 'KyvernoValidatingPolicy',
    policy: 'live-labels',
    rules: [],
    checks: [],
    workloads: [{ namespace: 'shop', kind: 'Deployment', name: 'web' }],
    ...over,
  });
  const served = {
    exceptionVersions: [
      'policies.kyverno.io/v1',
      'guardrails.shift-down.io/v1',
    ],
    guardrails: [POLICY],
  };
  const row = (id: string) =>
    portal.knex('enforcements').where({ exception_id: id }).first();
  const reaches = (id: string, state: string) =>
    eventually(SECONDS, async () => {
      const found = await row(id);
      return found?.state === state
        ? undefined
        : `it is ${found?.state}: ${found?.reason}`;
    });
  const items = async () =>
    (await cluster.server.json<{ items: KubernetesObject[] }>(KYVERNO)).items;
  const entries = async () => {
    const list = await cluster.server.json<{
      entries?: { exception: string; name: string }[];
    }>(LIST);
    return (list.entries ?? []).map(({ exception }) => exception);
  };
  const admits = async (name: string) =>
    (
      await dryRun(cluster.server, {
        ...deployment('shop', name),
        // What is there already can't be created.
        metadata: { namespace: 'shop', name },
      } as unknown as CollectedObject)
    ).status === 'created';

  beforeAll(async () => {
    cluster = await TestCluster.start({ controllerManager: false });
    uid = await cluster.uid();
    await cluster.apply(...(await readManifest('enforcer.yaml')), ...RIGHTS);
    await cluster.apply(...shop());
    const { createToken } = cluster.server;
    const tokenOf = (account: string) => createToken(account, NAMESPACE);
    portal = await Portal.start({
      engine: 'postgresql',
      clusters: [
        cluster.entry('main', {
          enforcer: { token: await tokenOf('shift-down-enforcer') },
          prober: { token: await tokenOf('dry-runs') },
        }),
      ],
    });
    await portal.settles(cluster, SECONDS);
  }, 240_000);

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
  }, 60_000);

  it('tells Kyverno, puts back what others remove, and tells what they change', async () => {
    const id = await approve(portal.knex, witness({}), served);
    await reaches(id, 'applied');
    const [made] = await items();
    expect(await row(id)).toMatchObject({ object_uid: made.metadata.uid });

    const path = `${KYVERNO}/${made.metadata.name}`;
    await cluster.server.json(path, { method: 'DELETE' });
    await lookNow(portal.knex, id);
    await eventually(SECONDS, async () =>
      (await items()).length === 1 ? undefined : 'it is not put back',
    );
    await reaches(id, 'applied');

    await cluster.patch(path, { spec: { matchConditions: null } });
    await lookNow(portal.knex, id);
    await reaches(id, 'drifted');

    await endNow(portal.knex, id);
    await reaches(id, 'removed');
    expect(await items()).toEqual([]);
  }, 240_000);

  it('leaves alone what has the name that is meant for an exception', async () => {
    const id = await approve(portal.knex, witness({}), served);
    await reaches(id, 'applied');
    const [{ metadata, ...made }] = await items();
    await cluster.server.json(`${KYVERNO}/${metadata.name}`, {
      method: 'DELETE',
    });
    const { annotations, labels, name, namespace } = metadata;
    await cluster.apply({
      ...made,
      metadata: { annotations, labels, name, namespace },
    });
    await lookNow(portal.knex, id);
    await eventually(SECONDS, async () =>
      ['drifted', 'applied'].includes((await row(id)).state)
        ? undefined
        : 'nothing is told',
    );
    // Whether it was seen gone in between is a matter of moments.
    const [there] = await items();
    await endNow(portal.knex, id);
    await eventually(SECONDS, async () =>
      (await row(id)).wanted ? 'it has not ended' : undefined,
    );
    const { object_uid: ours } = await row(id);
    expect((await items()).map(it => it.metadata.uid)).toEqual(
      there.metadata.uid === ours ? [] : [there.metadata.uid],
    );
  }, 240_000);

  it('lets through one workload of one guardrail, and proves that it ends', async () => {
    await cluster.apply(read('guardrail-exceptions.yaml'));
    await eventually(SECONDS, async () => {
      const answer = await cluster.server.request(
        '/apis/guardrails.shift-down.io/v1/guardrailexceptions',
      );
      return answer.ok ? undefined : 'its definition is not served';
    });
    const folder = `platform/${POLICY}`;
    await cluster.apply(
      read(`${folder}/exceptions.yaml`),
      read(`${folder}/policy.yaml`),
      read(`${folder}/binding.yaml`),
    );
    // What is not there yet may be excepted by its name.
    const workload = { namespace: 'shop', kind: 'Deployment', name: 'web' };
    await eventually(SECONDS, async () =>
      (await admits('web-admin')) ? 'nothing is refused' : undefined,
    );

    const id = await approve(
      portal.knex,
      witness({
        engine: 'validating-admission-policy',
        reportedBy: 'ValidatingAdmissionPolicy',
        policy: POLICY,
        workloads: [workload],
      }),
      served,
    );
    await reaches(id, 'applied');
    expect(await entries()).toEqual([id]);
    await cluster.delete(deployment('shop', 'web'));
    await eventually(SECONDS, async () =>
      (await admits('web')) ? undefined : 'it is still refused',
    );
    expect(await admits('web-admin')).toBe(false);
    await cluster.apply(
      deployment('shop', 'web', {
        labels: { 'backstage.io/kubernetes-id': 'shop' },
      }),
    );
    await portal.settles(cluster, SECONDS);

    await endNow(portal.knex, id);
    await reaches(id, 'removed');
    expect(await entries()).toEqual([]);
    expect(JSON.parse((await row(id)).proof)).toMatchObject({ by: 'dry-run' });
    expect(await admits('web-two')).toBe(false);
  }, 240_000);
});
