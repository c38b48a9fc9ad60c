/**
 * Exceptions from our own guardrails on a real API server: who is let through, who is not,
 * what the definition refuses, and that the prober only asks.
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  renderGuardrailExceptions,
  type GuardrailEntry,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import {
  applyObjects,
  deleteObjects,
  startControlPlane,
  type ControlPlane,
} from 'control-plane';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { eventually } from '../eventually';

const EXAMPLES = resolvePackagePath('live-tests', '../../examples');
const POLICY = 'no-latest-tag';
const SECONDS_TO_TAKE_EFFECT = 30;

type Applied = Parameters<typeof applyObjects>[1][number];

function read(...files: string[]): Applied[] {
  return files.flatMap(file =>
    parseAllDocuments(readFileSync(join(EXAMPLES, file), 'utf8')).map(
      document => document.toJS() as Applied,
    ),
  );
}

const ENTRY: GuardrailEntry = {
  exception: '0190b2c4-7d1e-7aaa-8bbb-000000000001',
  namespace: 'shop',
  kind: 'Deployment',
  name: 'web',
  container: '',
  until: '2026-12-01T12:00:00.000Z',
};

const LATEST = [{ name: 'app', image: 'registry.example.com/web:latest' }];
const TWO = [...LATEST, { ...LATEST[0], name: 'sidecar' }];

interface Ownership {
  namespace?: string;
  owner?: { apiVersion: string; kind: string; name: string };
  hash?: string;
  containers?: object[];
}

function pod(name: string, options: Ownership = {}): KubernetesObject {
  const { namespace = 'shop', owner, hash, containers = LATEST } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      ...(hash && { labels: { 'pod-template-hash': hash } }),
      ...(owner && {
        ownerReferences: [
          {
            ...owner,
            uid: '00000000-0000-4000-8000-000000000000',
            controller: true,
          },
        ],
      }),
    },
    spec: { containers },
  } as unknown as KubernetesObject;
}

function deployment(name: string, namespace = 'shop'): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: LATEST } },
    },
  };
}

const replicaSet = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name,
});
const job = (name: string) => ({ apiVersion: 'batch/v1', kind: 'Job', name });

/** What the policy has nothing against. */
const fine = pod('fine', {
  containers: [{ name: 'app', image: 'registry.example.com/web:1' }],
});

let server: ControlPlane;

beforeAll(async () => {
  server = await startControlPlane();
  await applyObjects(server, [
    ...read('policies/guardrail-exceptions.yaml', 'kubernetes/enforcer.yaml'),
    ...['shop', 'other'].map(name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
  ]);
  await applyObjects(server, [
    ...read(
      ...['exceptions', 'policy', 'binding'].map(
        file => `policies/organisation/${POLICY}/${file}.yaml`,
      ),
      'kubernetes/prober.yaml',
    ),
  ]);
}, 120_000);

afterAll(async () => {
  await server?.stop();
}, 60_000);

async function ask(
  object: KubernetesObject,
  { token, dryRun = true }: { token?: string; dryRun?: boolean } = {},
): Promise<string> {
  const { namespace } = object.metadata as { namespace: string };
  const [prefix, plural] =
    object.kind === 'Pod'
      ? ['/api/v1', 'pods']
      : ['/apis/apps/v1', 'deployments'];
  const response = await server.request(
    `${prefix}/namespaces/${namespace}/${plural}${dryRun ? '?dryRun=All' : ''}`,
    { method: 'POST', json: object, ...(token && { token }) },
  );
  const { message } = (await response.json()) as { message?: string };
  return response.status === 201 ? '' : message ?? String(response.status);
}

const refusedByPolicy = (message: string) =>
  message.startsWith('pods "') || message.startsWith('deployments.apps "')
    ? message.includes(`ValidatingAdmissionPolicy '${POLICY}' with binding`) &&
      message.includes('must have a tag other than latest')
    : false;

/** As the enforcer does it: server-side apply, without force. */
async function write(...entries: GuardrailEntry[]): Promise<void> {
  const token = await server.createToken(
    'shift-down-enforcer',
    'shift-down-exceptions',
  );
  await server.json(
    `/apis/guardrails.shift-down.io/v1/guardrailexceptions/${POLICY}?fieldManager=shift-down`,
    {
      method: 'PATCH',
      token,
      headers: { 'content-type': 'application/apply-patch+yaml' },
      json: renderGuardrailExceptions(POLICY, entries),
    },
  );
}

/** @returns what is said of the object once that holds */
async function until(
  holds: (message: string) => boolean,
  object: KubernetesObject,
): Promise<string> {
  let message = '';
  await eventually(SECONDS_TO_TAKE_EFFECT, async () => {
    message = await ask(object);
    return holds(message) ? undefined : message || 'it is admitted';
  });
  return message;
}
async function podsInShop(): Promise<number> {
  const { items } = await server.json<{ items: object[] }>(
    '/api/v1/namespaces/shop/pods',
  );
  return items.length;
}

const admitted = (message: string) => message === '';

describe('an exception for one Deployment', () => {
  const web = deployment('web');

  beforeAll(async () => {
    await until(refusedByPolicy, web);
    await write(ENTRY);
    await until(admitted, web);
  }, 90_000);

  it('has a policy whose types are right', async () => {
    const { status } = await server.json<{
      status?: { typeChecking?: object };
    }>(
      `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${POLICY}`,
    );
    expect(status?.typeChecking ?? {}).toEqual({});
  });

  it.each([
    [
      'its Pods',
      pod('web-6f7b5-x', { owner: replicaSet('web-6f7b5'), hash: '6f7b5' }),
    ],
  ])('lets %s through', async (_, object) => {
    expect(await ask(object)).toBe('');
  });

  it.each([
    ['another workload of the namespace', deployment('api')],
    ['one whose name begins alike', deployment('web-admin')],
    ['its namesake elsewhere', deployment('web', 'other')],
    ['a Pod of the same name', pod('web')],
    [
      'Pods of one whose name begins alike',
      pod('web-admin-6f7b5-x', {
        owner: replicaSet('web-admin-6f7b5'),
        hash: '6f7b5',
      }),
    ],
    [
      'Pods that pretend a longer hash',
      pod('web-admin-6f7b5-x', {
        owner: replicaSet('web-admin-6f7b5'),
        hash: 'admin-6f7b5',
      }),
    ],
    [
      'Pods of a ReplicaSet alone',
      pod('web-6f7b5-x', { owner: replicaSet('web-6f7b5') }),
    ],
    [
      'Pods of its namesake elsewhere',
      pod('web-6f7b5-x', {
        owner: replicaSet('web-6f7b5'),
        hash: '6f7b5',
        namespace: 'other',
      }),
    ],
    ['Pods of a Job of that name', pod('web-x', { owner: job('web') })],
  ])('goes on to refuse %s', async (_, object) => {
    expect(refusedByPolicy(await ask(object))).toBe(true);
  });

  it('lets the controllers make its Pods', async () => {
    await applyObjects(server, [web as unknown as Applied]);
    await eventually(SECONDS_TO_TAKE_EFFECT, async () => {
      const count = await podsInShop();
      return count === 1 ? undefined : `${count} Pods`;
    });
    expect(await podsInShop()).toBe(1);
  }, 60_000);

  it('is refused again once the entry is gone', async () => {
    await write();
    expect(await until(refusedByPolicy, deployment('web'))).not.toBe('');
  }, 60_000);
});

it('holds for one container, and not for the one beside it', async () => {
  await write({ ...ENTRY, kind: 'Pod', name: 'two', container: 'app' });
  await until(admitted, pod('two'));
  const message = await ask(pod('two', { containers: TWO }));
  expect(message).toContain('container sidecar uses');
  expect(message).not.toContain('container app uses');
}, 60_000);

it('knows Pods of a CronJob by their Job', async () => {
  await write({ ...ENTRY, kind: 'CronJob', name: 'sweep' });
  const own = pod('sweep-29012345-x', { owner: job('sweep-29012345') });
  await until(admitted, own);
  expect(
    refusedByPolicy(
      await ask(pod('x', { owner: job('sweep-admin-29012345') })),
    ),
  ).toBe(true);
}, 60_000);

it.each([
  ['without a name', [{ ...ENTRY, name: '' }]],
  ['with a wildcard', [{ ...ENTRY, name: 'web*' }]],
  ['for every namespace', [{ ...ENTRY, namespace: '' }]],
  ['without an end', [{ ...ENTRY, until: 'never' }]],
  ['twice', [ENTRY, { ...ENTRY, until: '2027-01-01T00:00:00Z' }]],
  [
    'that are too many',
    Array.from({ length: 101 }, (_, index) => ({
      ...ENTRY,
      name: `web-${index}`,
    })),
  ],
])('has no entries %s', async (_, entries) => {
  const response = await server.request(
    '/apis/guardrails.shift-down.io/v1/guardrailexceptions?dryRun=All',
    {
      method: 'POST',
      json: {
        apiVersion: 'guardrails.shift-down.io/v1',
        kind: 'GuardrailExceptions',
        metadata: { name: 'bad' },
        entries,
      },
    },
  );
  expect(response.status).toBe(422);
});

describe('the prober', () => {
  let token: string;

  beforeAll(async () => {
    token = await server.createToken(
      'shift-down-prober',
      'shift-down-exceptions',
    );
    await eventually(SECONDS_TO_TAKE_EFFECT, async () =>
      (await ask(fine, { token, dryRun: false })).includes('only asks')
        ? undefined
        : 'it may keep something',
    );
  }, 60_000);

  it('is told what would be refused, and what not', async () => {
    expect(await ask(fine, { token })).toBe('');
    expect(refusedByPolicy(await ask(pod('bad'), { token }))).toBe(true);
  });

  it('keeps nothing, and reads nothing', async () => {
    expect(await ask(fine, { token, dryRun: false })).toContain('only asks');
    const { status } = await server.request('/api/v1/namespaces/shop/pods', {
      token,
    });
    expect(status).toBe(403);
  });

  it('binds nobody else', async () => {
    expect(await ask(fine, { dryRun: false })).toBe('');
  });
});

it('refuses everything while the object is missing, whoever deleted it', async () => {
  await deleteObjects(
    server,
    read(`policies/organisation/${POLICY}/exceptions.yaml`),
  );
  expect(
    await until(message => message.includes('no params found'), fine),
  ).toContain(POLICY);
}, 60_000);
