/**
 * Proofs by dry run on a real API server: what a secure namespace proves, and what only
 * looks like a proof.
 */
import type { ClusterProvisioner } from '@shift-down/plugin-shift-down-node';
import {
  judgeProof,
  limitsProbe,
  limitsProof,
  policiesThatAskWho,
  proofPairs,
  type DryRunAnswer,
  type KubernetesObject,
  type Proof,
  type ProofOptions,
  type ProofPair,
} from '@shift-down/plugin-shift-down-policy';
import {
  applyObjects,
  createAuthority,
  deleteObjects,
  startControlPlane,
  type Authority,
  type ControlPlane,
} from 'control-plane';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { eventually } from '../eventually';
import { asking } from '../exceptions/startWriter';
import { untilEffective } from '../verdict/untilEffective';
import { renderExample } from './exampleBaseline';
import { applyAll, complete } from './makeNamespace';
import { applyLevels } from './policyBundle';
import { startProvisioner, type RunningProvisioner } from './startProvisioner';

jest.setTimeout(120_000);

const NAME = 'orders-dev';
const API = 'admissionregistration.k8s.io/v1';
const SECONDS = 30;

const OPTIONS: ProofOptions = {
  namespace: NAME,
  owner: 'team-orders',
  level: 'restricted',
  limits: 'default',
  serviceAccount: 'workload',
  image: `registry.example.com/shop/web:1@sha256:${'a'.repeat(64)}`,
};
const PAIRS = proofPairs(OPTIONS);
const DEFAULTS = {
  default: { cpu: '500m', memory: '256Mi' },
  defaultRequest: { cpu: '50m', memory: '128Mi' },
};

let server: ControlPlane;
let running: RunningProvisioner;
let provisioner: ClusterProvisioner;

type Asked = Parameters<ClusterProvisioner['dryRun']>[0];

async function ask(manifest: Asked): Promise<DryRunAnswer> {
  const answer = await provisioner.dryRun(manifest, asking());
  return answer.outcome === 'admitted'
    ? {
        outcome: 'admitted',
        object: answer.manifest as Extract<
          DryRunAnswer,
          { outcome: 'admitted' }
        >['object'],
      }
    : answer;
}

async function prove(pair: ProofPair): Promise<Proof> {
  const { items } = await server.json<{ items: KubernetesObject[] }>(
    `/apis/${API}/validatingadmissionpolicies`,
  );
  return judgeProof(pair, await ask(pair.refused), await ask(pair.admitted), {
    asksWho: policiesThatAskWho(items),
  });
}

const outcomes = async () =>
  Promise.all(PAIRS.map(async pair => [pair.id, (await prove(pair)).outcome]));
const all = (outcome: Proof['outcome']) => PAIRS.map(({ id }) => [id, outcome]);

function webhook(url: string, authority: Authority) {
  return {
    apiVersion: API,
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'somebody' },
    webhooks: [
      {
        name: 'somebody.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        timeoutSeconds: 2,
        clientConfig: {
          url,
          caBundle: Buffer.from(authority.certificate).toString('base64'),
        },
        namespaceSelector: {
          matchLabels: { 'kubernetes.io/metadata.name': NAME },
        },
        rules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['pods', 'services'],
          },
        ],
      },
    ],
  };
}

beforeAll(async () => {
  server = await startControlPlane();
  running = await startProvisioner(server);
  provisioner = running.provisioner;
  const planned = await renderExample(NAME);
  await applyLevels(server, 'organisation', 'namespaces');
  await applyAll(provisioner, planned);
  await complete(provisioner, planned);
  await eventually(SECONDS, async () => {
    const [pair] = PAIRS;
    const answer = await ask(pair.admitted);
    return answer.outcome === 'admitted' ? undefined : answer.message;
  });
});

afterAll(async () => {
  await running?.stop();
  await server?.stop();
});

it('proves what the baseline and the guardrails refuse, and what they let through', async () => {
  await eventually(SECONDS, async () => {
    const proofs = await Promise.all(PAIRS.map(prove));
    return proofs
      .filter(({ outcome }) => outcome !== 'proved')
      .map(({ id, reason }) => `${id}: ${reason}`)
      .join('; ');
  });
  const probe = limitsProbe(OPTIONS, DEFAULTS);
  expect(
    limitsProof(probe, await ask(probe.without), await ask(probe.with)),
  ).toMatchObject({ outcome: 'proved' });
});

describe('proves nothing', () => {
  let authority: Authority;
  let hooked: Server | undefined;

  beforeAll(async () => {
    authority = await createAuthority();
  });

  /** What a test adds, it takes away. */
  async function during(
    objects: Parameters<typeof applyObjects>[1],
    test: () => Promise<void>,
  ) {
    await applyObjects(server, objects);
    try {
      await test();
    } finally {
      await deleteObjects(server, objects);
      await eventually(SECONDS, async () => {
        const found = await outcomes();
        return found.every(([, outcome]) => outcome === 'proved')
          ? undefined
          : JSON.stringify(found);
      });
    }
  }

  it('where a webhook is dead that refuses then', async () => {
    await during([webhook('https://127.0.0.1:1/', authority)], async () => {
      await eventually(SECONDS, async () => {
        const { outcome } = await ask(PAIRS[0].admitted);
        return outcome === 'unavailable' ? undefined : outcome;
      });
      expect(await outcomes()).toEqual(
        expect.arrayContaining(all('not-proved')),
      );
      const { reason } = await prove(PAIRS[0]);
      expect(reason).toContain('somebody.example.com');
    });
  });

  it('where a webhook takes no part in dry runs', async () => {
    const { certificate, key } = await authority.issueForServer({
      dns: ['localhost'],
      ip: ['127.0.0.1'],
    });
    hooked = createServer(
      { cert: certificate, key },
      async (request, answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) {
          chunks.push(chunk as Buffer);
        }
        const { request: asked } = JSON.parse(
          Buffer.concat(chunks).toString('utf8'),
        ) as { request: { uid: string; dryRun?: boolean } };
        answer.setHeader('content-type', 'application/json');
        answer.end(
          JSON.stringify({
            apiVersion: 'admission.k8s.io/v1',
            kind: 'AdmissionReview',
            response: {
              uid: asked.uid,
              allowed: asked.dryRun !== true,
              status: { code: 400, message: 'it does not support dry run' },
            },
          }),
        );
      },
    );
    await new Promise<void>(resolve => {
      hooked?.listen(0, '127.0.0.1', resolve);
    });
    const { port } = hooked.address() as AddressInfo;
    await during(
      [webhook(`https://127.0.0.1:${port}/`, authority)],
      async () => {
        await eventually(SECONDS, async () => {
          const { outcome } = await ask(PAIRS[0].admitted);
          return outcome === 'refused' ? undefined : outcome;
        });
        expect(await outcomes()).toEqual(all('not-proved'));
      },
    );
    hooked.closeAllConnections();
    hooked.close();
  });

  it('where a policy lets through who asks', async () => {
    const path = `/apis/${API}/validatingadmissionpolicies/approved-registries`;
    const patch = (matchConditions: object[]) =>
      server.json(path, {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        json: { spec: { matchConditions } },
      });
    const foreign = PAIRS.find(({ id }) => id === 'foreign-image')!;
    await patch([
      {
        name: 'not-the-portal',
        expression: "!request.userInfo.username.endsWith('shift-down-prober')",
      },
    ]);
    await untilEffective(server);
    await eventually(SECONDS, async () => {
      const { outcome } = await ask(foreign.refused);
      return outcome === 'admitted' ? undefined : outcome;
    });
    expect(await prove(foreign)).toMatchObject({
      outcome: 'not-proved',
      reason: expect.stringContaining('approved-registries looks at who asks'),
    });
  });

  it('where the policy that should refuse is gone', async () => {
    const services = PAIRS.find(({ id }) => id === 'node-port')!;
    const [pair] = [
      {
        ...services,
        expected: { by: 'policy' as const, names: ['no-exposed-services'] },
      },
    ];
    expect(await prove(pair)).toMatchObject({ outcome: 'proved' });
    await server.json(
      `/apis/${API}/validatingadmissionpolicybindings/no-exposed-services`,
      { method: 'DELETE' },
    );
    // The quota refuses it still; but that is somebody else.
    await eventually(SECONDS, async () => {
      const { outcome } = await prove(pair);
      return outcome === 'not-proved' ? undefined : outcome;
    });
    expect(await prove(services)).toMatchObject({
      outcome: 'proved',
      reason: expect.stringContaining('services.nodeports'),
    });
  });

  it('where nobody answers', async () => {
    await server.apiServer.kill();
    expect(
      judgeProof(
        PAIRS[0],
        await ask(PAIRS[0].refused),
        await ask(PAIRS[0].admitted),
      ),
    ).toMatchObject({ outcome: 'not-proved' });
    await server.apiServer.start();
  });
});
