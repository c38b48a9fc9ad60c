/**
 * The policies about namespaces on a real API server: what they refuse to whom. What depends
 * on nobody is tried in guardrails.test.ts, and our own accounts in portalWrites.test.ts.
 */
import type { ClusterProvisioner } from '@shift-down/plugin-shift-down-node';
import type { PlannedObject } from '@shift-down/plugin-shift-down-policy';
import {
  applyObjects,
  startControlPlane,
  type ControlPlane,
} from 'control-plane';
import { eventually } from '../eventually';
import { renderExample } from './exampleBaseline';
import { applyAll, complete } from './makeNamespace';
import { applyLevels, everything, label, RBAC, send } from './policyBundle';
import { startProvisioner, type RunningProvisioner } from './startProvisioner';

jest.setTimeout(120_000);

const NAME = 'orders-dev';
/** May do everything, says RBAC, and is in no group that may in an emergency. */
const ADMIN = { token: 'of-an-admin', user: 'ada', groups: ['admins'] };

let server: ControlPlane;
let running: RunningProvisioner;
let provisioner: ClusterProvisioner;
let planned: PlannedObject[];

const asAdmin = (method: 'POST' | 'PATCH', path: string, json: object) =>
  send(server, ADMIN.token, method, path, json);

const pod = (name: string, resources: object = {}) => ({
  metadata: { name },
  spec: {
    serviceAccountName: 'workload',
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'web',
        image: 'web',
        resources,
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  },
});

beforeAll(async () => {
  server = await startControlPlane({ tokens: [ADMIN] });
  await applyObjects(server, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'legacy' } },
    everything('admins', { apiGroup: RBAC, kind: 'Group', name: 'admins' }),
  ]);
  running = await startProvisioner(server);
  provisioner = running.provisioner;
  await applyLevels(server, 'namespaces');
  planned = await renderExample(NAME);
});

afterAll(async () => {
  await running?.stop();
  await server?.stop();
});

it('have expressions whose types are right', async () => {
  const { items } = await server.json<{
    items: {
      metadata: { name: string };
      status?: { typeChecking?: { expressionWarnings?: object[] } };
    }[];
  }>('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies');
  const warnings = items.map(({ metadata, status }) => [
    metadata.name,
    status?.typeChecking?.expressionWarnings ?? [],
  ]);
  expect(warnings).toEqual(
    expect.arrayContaining([
      ['keep-baseline', []],
      ['portal-writes', []],
      ['strict-limits', []],
      ['shift-down-prober-only-asks', []],
    ]),
  );
});

it('let the provisioner make all that a baseline is made of, and Pods wait', async () => {
  const outcomes = await applyAll(provisioner, planned);
  expect([...outcomes].filter(([, it]) => !('object' in it))).toEqual([]);
  const pods = `/api/v1/namespaces/${NAME}/pods`;
  expect(await asAdmin('POST', pods, pod('early'))).toContain(
    'Pods wait until the baseline of their namespace is complete',
  );
  const app = { matchLabels: { app: 'web' } };
  expect(
    await asAdmin('POST', `/apis/apps/v1/namespaces/${NAME}/deployments`, {
      metadata: { name: 'web' },
      spec: {
        selector: app,
        template: {
          metadata: { labels: app.matchLabels },
          spec: pod('web').spec,
        },
      },
    }),
  ).toBe('admitted');
  expect(await complete(provisioner, planned)).toMatchObject({
    outcome: 'changed',
  });
  await eventually(60, async () => {
    const { items } = await server.json<{ items: object[] }>(pods);
    return items.length === 1 ? undefined : `there are ${items.length} Pods`;
  });
});

describe('keep-baseline', () => {
  const PATH = `/api/v1/namespaces/${NAME}`;

  it.each<[string, string | null]>([
    ['shift-down.io/baseline', '9.9.9'],
    ['shift-down.io/baseline', null],
    ['shift-down.io/baseline-state', 'pending'],
    ['shift-down.io/limits', null],
    ['shift-down.io/owner', 'team-payments'],
    ['shift-down.io/owner-namespace', null],
    ['pod-security.kubernetes.io/enforce', 'privileged'],
    ['pod-security.kubernetes.io/enforce', null],
    ['pod-security.kubernetes.io/enforce-version', 'v1.20'],
    ['pod-security.kubernetes.io/warn', null],
  ])('keeps %s from being set to %s by others', async (key, value) => {
    for (const path of [PATH, `${PATH}/status`]) {
      expect(await asAdmin('PATCH', path, label({ [key]: value }))).toContain(
        `Namespace ${NAME}: ${key} can be changed by the portal only`,
      );
    }
  });

  it('leaves everything else to them', async () => {
    expect(await asAdmin('PATCH', PATH, label({ theirs: 'yes' }))).toBe(
      'admitted',
    );
    expect(await asAdmin('PATCH', PATH, label({ theirs: null }))).toBe(
      'admitted',
    );
  });

  it('lets nobody else take a namespace for one with a baseline', async () => {
    const legacy = '/api/v1/namespaces/legacy';
    const baseline = { 'shift-down.io/baseline': '1.0.0' };
    expect(await asAdmin('PATCH', legacy, label(baseline))).toContain(
      'can be changed by the portal only',
    );
    expect(
      await asAdmin(
        'PATCH',
        legacy,
        label({ 'pod-security.kubernetes.io/enforce': 'baseline' }),
      ),
    ).toBe('admitted');
  });

  it('lets those do it who may in an emergency', async () => {
    const change = (state: string) =>
      send(
        server,
        server.adminToken,
        'PATCH',
        PATH,
        label({ 'shift-down.io/baseline-state': state }),
      );
    expect(await change('pending')).toBe('admitted');
    expect(await change('complete')).toBe('admitted');
  });
});

it('strict-limits asks for limits where the label says so', async () => {
  const strict = await renderExample('orders-strict', { limits: 'strict' });
  await applyAll(provisioner, strict);
  await complete(provisioner, strict);
  const pods = '/api/v1/namespaces/orders-strict/pods?dryRun=All';
  await eventually(30, async () => {
    const limits = { cpu: '1m', memory: '4Mi' };
    const answer = await asAdmin('POST', pods, pod('a', { limits }));
    return answer === 'admitted' ? undefined : answer;
  });
  expect(await asAdmin('POST', pods, pod('a'))).toContain(
    'container web lacks limits.cpu, limits.memory',
  );
});
