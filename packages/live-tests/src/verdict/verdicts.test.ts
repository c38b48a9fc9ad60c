/**
 * What pipeline and portal say, and what a real API server says, of the same objects: those
 * of the guardrails, those written by hand here, and some hundreds that are made up anew in
 * every run.
 */
import {
  isAdmissionInput,
  parseAdmissionPolicies,
  prepareAdmissionInput,
  resourceOf,
  type AdmissionInputOptions,
  type JsonObject,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import {
  applyObjects,
  deleteObjects,
  startControlPlane,
  type ControlPlane,
  type KubernetesObject as NamedObject,
} from 'control-plane';
import fc from 'fast-check';
import {
  admissionDisagreements,
  type Surroundings,
} from './admissionPolicyAnswers';
import { eventually } from '../eventually';
import { agree, SEED, TIME_LIMIT_MS } from './agree';
import {
  alsoWarning,
  ISTIO_DEFINITIONS,
  readBundle,
  WARNED_NAMESPACE,
  type Bundle,
} from './bundle';
import { differences } from './differences';
import { dryRun } from './dryRun';
import {
  applyExpressions,
  expressionDisagreements,
  type ExpressionPolicy,
} from './expressionAnswers';
import { expression } from './generate/expressions';
import { other } from './generate/others';
import { pod, windowsPod } from './generate/pods';
import { GROUP_LABEL, PARAMETERS, policies } from './generate/policies';
import { spoiled } from './generate/spoil';
import { trimmed } from './generate/trimmed';
import { controller } from './generate/workloads';
import { pipelineDisagreements } from './pipelineAnswers';
import {
  namespaceAt,
  podSecurityDisagreements,
  STANDARDS,
} from './podSecurityAnswers';
import { readYaml } from './readYaml';
import { Tally } from './Tally';
import { untilEffective } from './untilEffective';

jest.setTimeout(TIME_LIMIT_MS);

let server: ControlPlane;
let serverMinorVersion: number;

beforeAll(async () => {
  console.log(`VERDICT_SEED=${SEED}`);
  server = await startControlPlane();
  const { minor } = await server.json<{ minor: string }>('/version');
  serverMinorVersion = Number.parseInt(minor, 10);
});

afterAll(async () => {
  await server?.stop();
});

function placed(
  objects: fc.Arbitrary<JsonObject>,
  namespaces: readonly string[],
): fc.Arbitrary<JsonObject> {
  return fc
    .record({ object: objects, namespace: fc.constantFrom(...namespaces) })
    .map(({ object, namespace }) => ({
      ...object,
      metadata: { ...(object.metadata as JsonObject), namespace },
    }));
}

/** What is wrong with the object that we prepare, given theirs. */
async function differencesOf(
  object: KubernetesObject,
  options: AdmissionInputOptions = {},
): Promise<string[]> {
  const theirs = await dryRun(server, object);
  const ours = prepareAdmissionInput(object, options);
  if (theirs.status === 'created') {
    return isAdmissionInput(ours)
      ? differences(theirs.object, ours.object)
      : [`admitted there, ${JSON.stringify(ours)} here`];
  }
  // Only what can't be decoded is refused here; validation comes later.
  const decoded = theirs.code === 422 || theirs.code === 403;
  return isAdmissionInput(ours) === decoded
    ? []
    : [`${theirs.code} ${theirs.message} there, ${JSON.stringify(ours)} here`];
}

describe('the object that policies are asked about', () => {
  it('comes from the version of Kubernetes that runs', () => {
    expect(
      prepareAdmissionInput({ apiVersion: 'v1', kind: 'ConfigMap' }),
    ).toMatchObject({ minorVersion: serverMinorVersion });
  });

  it('is of the resource that discovery names', async () => {
    const wrong: string[] = [];
    const groups = await server.json<{
      groups: { versions: { groupVersion: string }[] }[];
    }>('/apis');
    const versions = [
      '/api/v1',
      ...groups.groups.flatMap(group =>
        group.versions.map(version => `/apis/${version.groupVersion}`),
      ),
    ];
    for (const path of versions) {
      const { groupVersion, resources } = await server.json<{
        groupVersion: string;
        resources: {
          name: string;
          kind: string;
          namespaced: boolean;
          verbs: string[];
        }[];
      }>(path);
      for (const { name, kind, namespaced, verbs } of resources) {
        if (!name.includes('/') && verbs.includes('create')) {
          const found = resourceOf(groupVersion, kind);
          if (
            found?.resource.resource !== name ||
            found.namespaced !== namespaced
          ) {
            wrong.push(`${groupVersion} ${kind}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is that of the API server, for manifests written by hand', async () => {
    const objects = await readYaml(`${__dirname}/manifests.yaml`);
    const found = await Promise.all(
      objects.map(async object => {
        const theirs = await dryRun(server, object);
        return [
          ...(theirs.status === 'created' ? [] : [theirs.message]),
          ...(await differencesOf(object)),
        ].map(it => `${object.kind} ${JSON.stringify(object.metadata)}: ${it}`);
      }),
    );
    expect(found.flat()).toEqual([]);
    expect(objects.length).toBeGreaterThan(45);
  });

  it.each([
    ['Pods', pod],
    ['controllers', controller],
    ['other objects', other],
    ['objects with a value of another type', spoiled(fc.oneof(pod, other))],
    ['controllers with one', spoiled(controller)],
  ])('is that of the API server, for made-up %s', async (_, objects) => {
    expect(
      await agree(objects, 150, object => differencesOf(object)),
    ).toBeGreaterThan(0);
  });
});

/** Makes them known to the API server and reads back what is there. */
async function applyPolicies(
  namespaces: JsonObject[],
  objects: KubernetesObject[],
): Promise<Omit<Surroundings, 'tally'>> {
  const all: JsonObject[] = [...namespaces, ...objects];
  await applyObjects(server, all as NamedObject[]);
  await untilEffective(server);
  const list = async (path: string) =>
    (await server.json<{ items: KubernetesObject[] }>(path)).items;
  const configMaps = await list('/api/v1/configmaps');
  const parsed = parseAdmissionPolicies([
    ...objects.filter(({ apiVersion }) => apiVersion !== 'v1'),
    ...configMaps.map(it => ({ ...it, apiVersion: 'v1', kind: 'ConfigMap' })),
  ]);
  expect(parsed.problems).toEqual([]);
  return {
    server,
    policies: parsed.policies,
    namespaces: new Map(
      (await list('/api/v1/namespaces')).map(namespace => [
        (namespace.metadata as { name: string }).name,
        { ...namespace, apiVersion: 'v1', kind: 'Namespace' },
      ]),
    ),
    definitions: ISTIO_DEFINITIONS,
  };
}

// After those that find the usual: a PriorityClass holds for all namespaces.
describe('a Pod that finds more than the usual in its namespace', () => {
  let options: AdmissionInputOptions;

  beforeAll(async () => {
    const found = await readYaml(`${__dirname}/surroundings.yaml`);
    const ofKind = (kind: string) => found.filter(it => it.kind === kind);
    options = {
      serviceAccount: ofKind('ServiceAccount')[0],
      limitRanges: ofKind('LimitRange'),
      priorityClasses: ofKind('PriorityClass'),
    };
    await applyObjects(server, found as NamedObject[]);
    // The API server learns of each by a watch.
    const usual = { name: 'usual', namespace: 'surroundings' };
    await eventually(30, async () =>
      (
        await differencesOf(
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: usual,
            spec: { containers: [{ name: 'main', image: 'nginx' }] },
          },
          options,
        )
      ).join(),
    );
  });

  it('is prepared as the API server does it', async () => {
    expect(
      await agree(placed(pod, ['surroundings']), 150, object =>
        differencesOf(object, options),
      ),
    ).toBeGreaterThan(0);
  });
});

describe('Pod Security', () => {
  beforeAll(async () => {
    await applyObjects(server, STANDARDS.map(namespaceAt));
  });

  it.each([
    ['Pods', fc.oneof({ weight: 9, arbitrary: pod }, windowsPod), 500],
    ['controllers', controller, 200],
  ])(
    'is the same for made-up %s',
    async (title, objects, runs) => {
      const tally = new Tally();
      await agree(
        fc.record({ object: objects, standard: fc.nat(STANDARDS.length - 1) }),
        runs,
        made =>
          podSecurityDisagreements(
            server,
            serverMinorVersion,
            made.object as KubernetesObject,
            STANDARDS[made.standard as number],
            tally,
          ),
      );
      tally.print(`Pod Security of ${title}`);
      expect(tally.unknowns).toBe(0);
      expect(tally.denials).toBeGreaterThan(runs / 5);
      expect(tally.admissions).toBeGreaterThan(runs / 20);
    },
    60_000,
  );
});

describe('made-up policies', () => {
  const groups = ['warn-0', 'warn-1', 'deny-0', 'deny-1', 'deny-2'];
  const namespaces = groups.flatMap((group): JsonObject[] => [
    { name: group, labels: { [GROUP_LABEL]: group } },
    {
      name: `${group}-second`,
      labels: { [GROUP_LABEL]: group, second: 'true' },
    },
  ]);
  const madeUp = groups.flatMap((group, index) =>
    policies(group, {
      seed: SEED + index * 1_000_003,
      ...(group.startsWith('warn')
        ? { count: 15, actions: ['Warn', ['Warn', 'Audit']] }
        : { count: 4, actions: ['Deny', 'Audit', ['Deny', 'Audit']] }),
    }),
  );
  let surroundings: Omit<Surroundings, 'tally'>;

  beforeAll(async () => {
    await untilEffective(server);
    surroundings = await applyPolicies(
      namespaces.map(metadata => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata,
      })),
      [...PARAMETERS, ...madeUp],
    );
  });

  /** Some are about what lies in no namespace, and would be asked of guardrails' manifests. */
  afterAll(async () => {
    await deleteObjects(server, madeUp as NamedObject[]);
    await untilEffective(server);
  });

  it('judge made-up objects alike', async () => {
    const tally = new Tally();
    await agree(
      placed(
        fc.oneof(pod, controller, other),
        namespaces.map(({ name }) => String(name)),
      ),
      400,
      object => admissionDisagreements({ ...surroundings, tally }, object),
    );
    tally.print('Made-up policies and objects');
    expect(tally.unknowns).toBeLessThan(40);
    expect(tally.admissions).toBeGreaterThan(50);
  });
});

describe('made-up expressions', () => {
  let made: ExpressionPolicy[];

  beforeAll(async () => {
    made = await applyExpressions(
      server,
      fc.sample(expression, { seed: SEED, numRuns: 400 }),
    );
    await untilEffective(server);
  });

  it('come to the same', async () => {
    const tally = new Tally();
    const found = await Promise.all(
      made.map(policy => expressionDisagreements(server, policy, tally)),
    );
    tally.print('Made-up expressions');
    expect(found.flat()).toEqual([]);
    expect(tally.unknowns).toBeLessThan(20);
    expect(tally.denials).toBeGreaterThan(250);
  });
});

describe('the guardrails', () => {
  let surroundings: Omit<Surroundings, 'tally'>;
  let bundle: Bundle;

  beforeAll(async () => {
    bundle = await readBundle();
    const isNamespace = ({ kind }: KubernetesObject) => kind === 'Namespace';
    await applyObjects(server, ISTIO_DEFINITIONS as NamedObject[]);
    surroundings = await applyPolicies(
      [...bundle.objects.filter(isNamespace), WARNED_NAMESPACE],
      alsoWarning(bundle.objects.filter(it => !isNamespace(it))),
    );
    await untilParametersAreKnown(bundle);
  }, 180_000);

  /** A kind that was just defined takes the API server a while to know as parameters. */
  async function untilParametersAreKnown({ manifests }: Bundle) {
    const workloads = manifests
      .map(({ object }) => object)
      .filter(({ apiVersion, kind }) => resourceOf(apiVersion, kind));
    await eventually(120, async () => {
      for (const object of workloads) {
        const answer = await dryRun(server, object, ISTIO_DEFINITIONS);
        if (
          answer.status === 'refused' &&
          /failed to configure policy|no params found/.test(answer.message)
        ) {
          return answer.message;
        }
      }
      return undefined;
    });
  }

  it('judge the manifests beside them alike', async () => {
    const tally = new Tally();
    const found = await Promise.all(
      bundle.manifests.map(async ({ path, object }) =>
        (
          await admissionDisagreements({ ...surroundings, tally }, object)
        ).map(it => `${path}: ${it}`),
      ),
    );
    tally.print('Guardrails and their manifests');
    expect(found.flat()).toEqual([]);
    expect(tally.unknowns).toBe(0);
    expect(tally.denials).toBeGreaterThan(0);
    expect(tally.admissions).toBeGreaterThan(0);
  });

  it('judge made-up objects alike, each by its own words', async () => {
    const tally = new Tally();
    const manifests = bundle.manifests.map(({ object }) => object);
    await agree(
      fc.oneof(
        placed(fc.oneof(pod, controller, other), ['warned', 'orders']),
        placed(trimmed(manifests), ['warned', 'warned', 'payments', 'orders']),
      ),
      400,
      object => admissionDisagreements({ ...surroundings, tally }, object),
    );
    tally.print('Guardrails and made-up objects');
    expect(tally.unknowns).toBe(0);
    expect(tally.denials).toBeGreaterThan(20);
    expect(tally.admissions).toBeGreaterThan(20);
  });

  it('judge alike in a pipeline', async () => {
    const tally = new Tally();
    const manifests = bundle.manifests
      .map(({ object }) => object)
      .filter(
        ({ kind, apiVersion }) => resourceOf(apiVersion, kind)?.namespaced,
      );
    const objects = fc.sample(
      placed(fc.oneof(pod, controller, other, trimmed(manifests)), [
        'orders',
        'payments',
      ]),
      { seed: SEED, numRuns: 150 },
    );
    expect(
      await pipelineDisagreements(server, objects as KubernetesObject[], tally),
    ).toEqual([]);
    tally.print('Guardrails in a pipeline');
    expect(tally.unknowns).toBe(0);
    expect(tally.denials).toBeGreaterThan(20);
  });
});
