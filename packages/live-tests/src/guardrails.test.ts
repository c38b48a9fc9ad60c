/**
 * The guardrail bundle on a real API server, as it lies in the repository: each policy by
 * itself against its own manifests, and all of them together.
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type {
  JsonObject,
  KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import {
  applyObjects,
  deleteObjects,
  startControlPlane,
  type ControlPlane,
} from 'control-plane';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from './eventually';
import { dryRun } from './verdict/dryRun';

const BUNDLE = resolvePackagePath('live-tests', '../../examples/policies');
const SECONDS_TO_TAKE_EFFECT = 30;

type Applied = Parameters<typeof applyObjects>[1][number];

interface Manifest {
  file: string;
  object: KubernetesObject;
  expected: string;
}

function readManifests(file: string): Manifest[] {
  return readFileSync(join(BUNDLE, file), 'utf8')
    .split(/^---\n/m)
    .map(text => ({
      file,
      object: parse(text) as KubernetesObject,
      expected: /^# expected: (.*)$/m.exec(text)?.[1] ?? '',
    }));
}

function objectsOf(...files: string[]): Applied[] {
  return files
    .flatMap(readManifests)
    .map(({ object }) => object as unknown as Applied);
}

/** Files of one folder, without those in folders below it. */
function filesIn(folder: string): string[] {
  return readdirSync(join(BUNDLE, folder), { withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(({ name }) => `${folder}/${name}`)
    .sort();
}

/** What `kubectl apply -k` of a level would apply. */
function objectsOfLevel(level: string): Applied[] {
  const { resources } = parse(
    readFileSync(join(BUNDLE, level, 'kustomization.yaml'), 'utf8'),
  ) as { resources: string[] };
  return objectsOf(...resources.map(file => `${level}/${file}`));
}

const LEVELS = [
  'organisation',
  'platform',
  'namespaces',
  'mesh',
  'teams/team-orders',
  'teams/team-payments',
];

/** Without those that depend on who asks, which src/provisioning tries. */
const POLICIES = LEVELS.flatMap(level =>
  objectsOfLevel(level).filter(
    object =>
      object.kind === 'ValidatingAdmissionPolicy' &&
      !JSON.stringify(object).includes('request.userInfo'),
  ),
).map(({ metadata: { name } }) => name);

const FOLDERS = readdirSync(BUNDLE, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('/fail'))
  .map(dirname)
  .sort();

/** As much of Istio as admission needs to know. */
const DEFINITIONS = [
  ['security.istio.io', 'PeerAuthentication'],
  ['networking.istio.io', 'Gateway'],
  ['networking.istio.io', 'VirtualService'],
].map(([group, kind]) => {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        },
      ],
    },
  };
});

/**
 * Judge nothing. The API server stops following a kind for good when the last binding of a
 * policy that has it for parameters goes.
 */
const KEEPERS = [
  {
    name: 'keeper-of-maps',
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    namespace: 'guardrails',
  },
  {
    name: 'keeper-of-exceptions',
    paramKind: {
      apiVersion: 'guardrails.shift-down.io/v1',
      kind: 'GuardrailExceptions',
    },
  },
].flatMap(({ name, paramKind, namespace }) => [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      paramKind,
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['nothing.example.com'],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['nothings'],
          },
        ],
      },
      validations: [{ expression: 'true' }],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      paramRef: {
        name: 'none',
        ...(namespace && { namespace }),
        parameterNotFoundAction: 'Allow',
      },
    },
  },
]);

let server: ControlPlane;

/** How the API server refuses; empty where it admits. */
async function refusal(object: KubernetesObject): Promise<string> {
  const answer = await dryRun(
    server,
    object,
    DEFINITIONS as unknown as JsonObject[],
  );
  return answer.status === 'refused' ? answer.message : '';
}

beforeAll(async () => {
  server = await startControlPlane();
  await applyObjects(server, [
    ...DEFINITIONS,
    ...KEEPERS,
    ...objectsOf(
      'guardrail-exceptions.yaml',
      'namespaces.yaml',
      'organisation/guardrails-namespace.yaml',
    ),
  ]);
}, 120_000);

afterAll(async () => {
  await server?.stop();
}, 60_000);

it('has a folder of manifests for every policy', () => {
  expect(FOLDERS).toHaveLength(POLICIES.length);
});

describe.each(FOLDERS)('%s', folder => {
  const policy = objectsOf(...filesIn(folder));
  const name = policy.find(({ kind }) => kind.endsWith('PolicyBinding'))!
    .metadata.name;
  const refused = filesIn(`${folder}/fail`).flatMap(readManifests);
  const admitted = filesIn(`${folder}/pass`).flatMap(readManifests);

  beforeAll(async () => {
    await applyObjects(server, policy);
    await eventually(SECONDS_TO_TAKE_EFFECT, async () =>
      (await refusal(refused[0].object)).includes(refused[0].expected)
        ? undefined
        : 'it is not refused, or without its parameters',
    );
  }, 60_000);

  afterAll(async () => {
    await deleteObjects(server, policy);
    await eventually(SECONDS_TO_TAKE_EFFECT, () => refusal(refused[0].object));
  }, 60_000);

  it('has expressions whose types are right', async () => {
    const { status } = await server.json<{
      status?: { typeChecking?: object };
    }>(
      `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${name}`,
    );
    expect(status?.typeChecking ?? {}).toEqual({});
  });

  it.each(refused)('refuses $file', async ({ object, expected }) => {
    const message = await refusal(object);
    expect(message).toContain(
      `ValidatingAdmissionPolicy '${name}' with binding '${name}' denied request: `,
    );
    expect(message).toContain(expected);
  });

  it.each(admitted)('admits $file', async ({ object }) => {
    expect(await refusal(object)).toBe('');
  });
});

describe('all of them', () => {
  const [{ object: workload }] = readManifests('example-workload.yaml');
  const all = LEVELS.flatMap(objectsOfLevel);
  const bare: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'bare', namespace: 'payments' },
    spec: { containers: [{ name: 'bare', image: 'busybox' }] },
  };

  beforeAll(async () => {
    await applyObjects(server, all);
    await eventually(SECONDS_TO_TAKE_EFFECT, async () => {
      if (!(await refusal(bare))) {
        return 'nothing is refused';
      }
      const message = await refusal(workload);
      return message.includes('failed to configure') ? message : undefined;
    });
  }, 60_000);

  afterAll(() => deleteObjects(server, all), 60_000);

  it('let a workload through that meets them', async () => {
    expect(await refusal(workload)).toBe('');
  });

  it('let controllers make its Pods', async () => {
    const pods = async () =>
      (
        await server.json<{ items: object[] }>(
          '/api/v1/namespaces/payments/pods',
        )
      ).items.length;
    await applyObjects(server, [workload as unknown as Applied]);
    await eventually(SECONDS_TO_TAKE_EFFECT, async () =>
      (await pods()) === 2 ? undefined : 'there are no two Pods',
    );
    expect(await pods()).toBe(2);
  }, 60_000);
});

describe('safe defaults', () => {
  const defaults = objectsOfLevel('mutating');

  /** As the API server would store it. */
  async function stored(object: KubernetesObject): Promise<JsonObject> {
    const answer = await dryRun(server, object);
    return answer.status === 'created'
      ? answer.object
      : { refused: answer.message };
  }

  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'web', namespace: 'payments' },
  };
  const pod = (spec: JsonObject, container: JsonObject = {}) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'payments' },
    spec: {
      ...spec,
      containers: [{ name: 'web', image: 'web', ...container }],
    },
  });

  beforeAll(async () => {
    await applyObjects(server, defaults);
    await eventually(SECONDS_TO_TAKE_EFFECT, async () => {
      const one = await stored(account);
      const other = await stored(pod({}));
      return 'automountServiceAccountToken' in one &&
        JSON.stringify(other).includes('RuntimeDefault') &&
        JSON.stringify(other).includes('allowPrivilegeEscalation')
        ? undefined
        : 'nothing is changed';
    });
  }, 60_000);

  afterAll(() => deleteObjects(server, defaults), 60_000);

  it('are set where nothing is said', async () => {
    expect(await stored(account)).toMatchObject({
      automountServiceAccountToken: false,
    });
    expect(
      await stored(
        pod(
          {
            securityContext: { runAsNonRoot: true },
            initContainers: [{ name: 'first', image: 'first' }],
          },
          { securityContext: { readOnlyRootFilesystem: true } },
        ),
      ),
    ).toMatchObject({
      spec: {
        securityContext: {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        initContainers: [
          { securityContext: { allowPrivilegeEscalation: false } },
        ],
        containers: [
          {
            image: 'web',
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
            },
          },
        ],
      },
    });
  });

  it('leave alone what is said', async () => {
    expect(
      await stored({ ...account, automountServiceAccountToken: true }),
    ).toMatchObject({ automountServiceAccountToken: true });
    expect(
      await stored(
        pod(
          { securityContext: { seccompProfile: { type: 'Unconfined' } } },
          { securityContext: { allowPrivilegeEscalation: true } },
        ),
      ),
    ).toMatchObject({
      spec: {
        securityContext: { seccompProfile: { type: 'Unconfined' } },
        containers: [{ securityContext: { allowPrivilegeEscalation: true } }],
      },
    });
    expect(
      await stored(pod({}, { securityContext: { privileged: true } })),
    ).toMatchObject({
      spec: { containers: [{ securityContext: { privileged: true } }] },
    });
  });

  it('do not touch what Windows has not', async () => {
    const { spec } = await stored(pod({ os: { name: 'windows' } }));
    expect(JSON.stringify(spec)).not.toMatch(
      /seccomp|allowPrivilegeEscalation/,
    );
  });
});
