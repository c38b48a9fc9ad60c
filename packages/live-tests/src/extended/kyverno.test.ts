/*
 * What we tell a real Kyverno is what it heeds: the workload that an exception is for is let
 * through, its neighbours are not, and it ends when the object goes. `.ci/extended` runs
 * it, as Kyverno takes long to build.
 */
import type {
  ClusterCapabilities,
  ClusterManifest,
  ClusterObject,
} from '@shift-down/plugin-shift-down-node';
import {
  planEnforcement,
  type PlannedEnforcement,
} from '@shift-down/plugin-shift-down-policy';
import {
  applyObjects,
  deleteObjects,
  startControlPlane,
  startKyverno,
  type ControlPlane,
  type Kyverno,
  type KubernetesObject,
} from 'control-plane';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../eventually';
import {
  asking,
  startWriter,
  type RunningWriter,
} from '../exceptions/startWriter';

const BUILD_LIMIT_MS = 3_600_000;
const SECONDS = 60;
/** Two rounds of its background scan, and some. */
const REPORT_SECONDS = 150;
const DAY_MS = 24 * 3_600_000;
const ID = '0190b2c4-7d1e-7aaa-8bbb-000000000001';
const CEL = 'policies.kyverno.io/v1';

jest.setTimeout(600_000);

let server: ControlPlane;
let kyverno: Kyverno;
let running: RunningWriter;
let capabilities: ClusterCapabilities;
const measured: Record<string, string>[] = [];

const WORKLOADS = [
  { namespace: 'shop', name: 'web' },
  { namespace: 'shop', name: 'web-admin' },
  { namespace: 'shop', name: 'db' },
  { namespace: 'other', name: 'web' },
];
const [WEB, ...SIBLINGS] = WORKLOADS;

type Place = (typeof WORKLOADS)[number];

function deployment({ namespace, name }: Place): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'nginx:latest' }] },
      },
    },
  };
}

async function list(path: string): Promise<KubernetesObject[]> {
  return (await server.json<{ items: KubernetesObject[] }>(path)).items;
}

const podsOf = ({ namespace, name }: Place) =>
  list(`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${name}`);

/** As its ReplicaSet makes one. */
async function nextPod({ namespace, name }: Place): Promise<ClusterManifest> {
  const [set] = await list(
    `/apis/apps/v1/namespaces/${namespace}/replicasets?labelSelector=app%3D${name}`,
  );
  const { template } = set.spec as {
    template: { metadata: { labels: Record<string, string> }; spec: object };
  };
  const { uid, name: owner } = set.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${owner}-probe`,
      namespace,
      labels: template.metadata.labels,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: owner,
          uid,
          controller: true,
        },
      ],
    } as ClusterManifest['metadata'],
    spec: template.spec,
  };
}

const probe = (object: ClusterManifest) =>
  running.writer.probe(object, asking());

/** Until a Pod of it is admitted, or refused by the policy that is named. */
async function untilPod(place: Place, refuser?: string): Promise<number> {
  const pod = await nextPod(place);
  return eventually(SECONDS, async () => {
    const answer = await probe(pod);
    const isSo =
      refuser === undefined
        ? answer.outcome === 'admitted'
        : answer.outcome === 'refused' && answer.message.includes(refuser);
    return isSo ? undefined : JSON.stringify(answer);
  });
}

const refusedBy = (policy: string) => ({
  outcome: 'refused',
  message: expect.stringContaining(policy),
});

interface Result {
  policy: string;
  rule?: string;
  result: string;
  properties?: Record<string, string>;
}

/** What its report says of the newest Pod. */
async function resultsOf(place: Place, policy: string): Promise<Result[]> {
  const [pod] = await podsOf(place);
  const reports = await list(
    `/apis/wgpolicyk8s.io/v1alpha2/namespaces/${place.namespace}/policyreports`,
  );
  const report = reports.find(
    ({ scope }) => (scope as { uid?: string }).uid === pod?.metadata.uid,
  );
  return ((report?.results ?? []) as Result[]).filter(
    it => it.policy === policy,
  );
}

function plan(policy: PolicyCase, until: string): PlannedEnforcement {
  const { uid } = capabilities;
  const [planned] = planEnforcement({
    exceptionId: ID,
    content: {
      type: 'accepted-risk',
      expectation: { type: 'policy', engine: 'kyverno', policy: policy.name },
      scope: { entityRef: 'component:default/web', namespace: 'shop' },
      from: new Date().toISOString(),
      until,
      category: 'migration',
      justification: 'The new image comes later.',
      compensatingControls: '',
      ticket: '',
    },
    witnesses: [
      {
        cluster: uid,
        engine: 'kyverno',
        reportedBy: policy.reportedBy,
        policy: policy.name,
        rules: policy.rules,
        checks: [],
        workloads: [{ namespace: 'shop', kind: 'Deployment', name: 'web' }],
      },
    ],
    capabilities: new Map([
      [
        uid,
        {
          ...capabilities,
          exceptionNamespace: running.writer.exceptionNamespace,
          guardrails: [],
        },
      ],
    ]),
  });
  return planned;
}

async function write(planned: PlannedEnforcement): Promise<ClusterObject> {
  const outcome = await running.writer.apply(
    planned.object!,
    undefined,
    asking(),
  );
  if (outcome.outcome !== 'created') {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.object;
}

function remove({ manifest, ...version }: ClusterObject) {
  const { apiVersion, kind, metadata } = manifest;
  const { namespace = '', name } = metadata;
  return running.writer.remove(
    { apiVersion, kind, namespace, name },
    version,
    asking(),
  );
}

/**
 * Kyverno compiles a policy in CEL anew when it hears of an exception, with the exceptions
 * that another watch of its has seen by then: one that is simply deleted may be among them,
 * and then goes on for hours. One that matched nothing before it went does no harm.
 */
async function end(exception: ClusterObject) {
  const { manifest } = exception;
  const spec = manifest.spec as { matchConditions?: { name: string }[] };
  if (!spec.matchConditions) {
    return remove(exception);
  }
  const matchConditions = spec.matchConditions.map(({ name }) => ({
    name,
    expression: 'false',
  }));
  const outcome = await running.writer.apply(
    { ...manifest, spec: { ...spec, matchConditions } },
    exception,
    asking(),
  );
  if (outcome.outcome !== 'changed') {
    throw new Error(JSON.stringify(outcome));
  }
  await sleep(1_000);
  return remove(outcome.object);
}

interface PolicyCase {
  what: string;
  name: string;
  reportedBy: string;
  rules: string[];
  exception: string;
  /** Whether controllers of Pods are refused too, and reports tell of exceptions. */
  isKyvernoItself: boolean;
  object: KubernetesObject;
}

function celPolicy(name: string, autogen: object): KubernetesObject {
  return {
    apiVersion: CEL,
    kind: 'ValidatingPolicy',
    metadata: { name },
    spec: {
      validationActions: ['Deny'],
      autogen,
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['pods'],
          },
        ],
      },
      validations: [
        {
          expression:
            "object.spec.containers.all(c, !c.image.endsWith(':latest'))",
          message: 'Name a tag.',
        },
      ],
    },
  };
}

const POLICIES: PolicyCase[] = [
  {
    what: 'a ClusterPolicy',
    name: 'rules-no-latest',
    reportedBy: 'kyverno',
    rules: ['tag'],
    exception: 'kyverno.io/v2',
    isKyvernoItself: true,
    object: {
      apiVersion: 'kyverno.io/v1',
      kind: 'ClusterPolicy',
      metadata: { name: 'rules-no-latest' },
      spec: {
        background: true,
        rules: [
          {
            name: 'tag',
            match: { any: [{ resources: { kinds: ['Pod'] } }] },
            validate: {
              failureAction: 'Enforce',
              message: 'Name a tag.',
              pattern: { spec: { containers: [{ image: '!*:latest' }] } },
            },
          },
        ],
      },
    },
  },
  {
    what: 'a ValidatingPolicy',
    name: 'cel-no-latest',
    reportedBy: 'KyvernoValidatingPolicy',
    rules: [],
    exception: CEL,
    isKyvernoItself: true,
    object: celPolicy('cel-no-latest', {}),
  },
  {
    what: 'a ValidatingPolicy that the API server enforces',
    name: 'vap-no-latest',
    reportedBy: 'KyvernoValidatingPolicy',
    rules: [],
    exception: CEL,
    isKyvernoItself: false,
    object: celPolicy('vap-no-latest', {
      validatingAdmissionPolicy: { enabled: true },
      // Kyverno generates none where controllers are looked at too.
      podControllers: { controllers: [] },
    }),
  },
];

beforeAll(async () => {
  server = await startControlPlane();
  kyverno = await startKyverno(server);
  running = await startWriter(server);
  await applyObjects(server, [
    ...['shop', 'other'].map(name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    ...WORKLOADS.map(deployment),
  ]);
  for (const place of WORKLOADS) {
    await eventually(SECONDS, async () =>
      (await podsOf(place)).length === 1 ? undefined : 'it has no Pod',
    );
  }
  capabilities = await running.writer.inspect(asking());
}, BUILD_LIMIT_MS);

afterAll(async () => {
  if (measured.length > 0) {
    console.table(measured);
  }
  await running?.stop();
  await kyverno?.stop();
  await server?.stop();
}, 60_000);

it('is asked what it can be told', () => {
  expect(capabilities).toMatchObject({
    exceptionVersions: expect.arrayContaining(['kyverno.io/v2', CEL]),
    hasExpiresAt: true,
    canProbe: true,
    warnings: [],
  });
});

describe.each(POLICIES)('$what', policy => {
  const seconds: Record<string, string> = { policy: policy.what };
  const measure = (what: string, value: number) => {
    seconds[what] = `${value.toFixed(1)} s`;
  };
  const until = new Date(Date.now() + DAY_MS).toISOString();
  let exception: ClusterObject;

  beforeAll(async () => {
    measured.push(seconds);
    await applyObjects(server, [policy.object]);
    for (const place of WORKLOADS) {
      await untilPod(place, policy.name);
    }
    if (!policy.isKyvernoItself) {
      await eventually(SECONDS, async () => {
        const answer = await probe(await nextPod(WEB));
        return JSON.stringify(answer).includes('ValidatingAdmissionPolicy')
          ? undefined
          : 'the API server does not enforce it';
      });
    }
  });

  afterAll(async () => {
    await deleteObjects(server, [policy.object]);
    for (const place of WORKLOADS) {
      await untilPod(place);
    }
  });

  it('heeds the exception of one workload', async () => {
    const planned = plan(policy, until);
    expect(planned.object?.apiVersion).toBe(policy.exception);
    exception = await write(planned);
    measure('admitted after', await untilPod(WEB));
    expect(await probe(await nextPod(WEB))).toEqual({ outcome: 'admitted' });
  });

  it('lets its controllers make it anew', async () => {
    const [old] = await podsOf(WEB);
    // Items of a list don't say what they are.
    await deleteObjects(server, [{ ...old, apiVersion: 'v1', kind: 'Pod' }]);
    await eventually(SECONDS, async () => {
      const [pod] = await podsOf(WEB);
      return pod && pod.metadata.uid !== old.metadata.uid
        ? undefined
        : 'there is no new Pod';
    });
    expect(await probe(deployment(WEB) as ClusterManifest)).toEqual({
      outcome: 'admitted',
    });
  });

  it.each(SIBLINGS)('refuses $name in $namespace', async sibling => {
    expect(await probe(await nextPod(sibling))).toEqual(refusedBy(policy.name));
    expect(await probe(deployment(sibling) as ClusterManifest)).toEqual(
      policy.isKyvernoItself ? refusedBy(policy.name) : { outcome: 'admitted' },
    );
  });

  it('refuses a Pod that only has the name of one of its Pods', async () => {
    const pod = await nextPod(WEB);
    const { name, namespace, labels } = pod.metadata;
    const alone = { ...pod, metadata: { name, namespace, labels } };
    expect(await probe(alone)).toEqual(refusedBy(policy.name));
  });

  it('tells of it in its reports', async () => {
    const spent = await eventually(
      REPORT_SECONDS,
      async () => {
        const results = await resultsOf(WEB, policy.name);
        const isTold = policy.isKyvernoItself
          ? results.some(({ result }) => result === 'skip')
          : results.every(({ result }) => result !== 'fail');
        return isTold ? undefined : JSON.stringify(results);
      },
      1_000,
    );
    measure('reported after', spent);
    const { name } = exception.manifest.metadata;
    const results = await resultsOf(WEB, policy.name);
    expect(
      results.map(({ result, properties }) => [result, properties?.exceptions]),
      // What the API server skips, nobody reports.
    ).toEqual(policy.isKyvernoItself ? [['skip', name]] : []);
  });

  it('refuses it again once the object is gone', async () => {
    expect(await end(exception)).toEqual({ outcome: 'removed' });
    measure('refused after', await untilPod(WEB, policy.name));
    await sleep(2_000);
    expect(await probe(await nextPod(WEB))).toEqual(refusedBy(policy.name));
  });

  // Whether Kyverno itself ends it is printed, and no promise of ours: the portal removes it.
  it('is told the end', async () => {
    const soon = new Date(Date.now() + 20_000).toISOString();
    exception = await write(plan(policy, soon));
    expect(JSON.stringify(exception.manifest)).toContain(
      policy.exception === CEL
        ? `"expiresAt":"${soon}"`
        : '"cleanup.kyverno.io/ttl":"',
    );
    await untilPod(WEB);
    await sleep(Date.parse(soon) + 20_000 - Date.now());
    seconds['20 s past its end'] = (await probe(await nextPod(WEB))).outcome;
    await end(exception);
    await untilPod(WEB, policy.name);
  });
});
