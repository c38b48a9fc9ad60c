/** The example portal's cluster, which is also the largest recording at hand. */
import { COLLECTED_KINDS } from '@shift-down/plugin-shift-down-common';
import { mockServices } from '@backstage/backend-test-utils';
import { resolve } from 'path';
import { FakeSink } from '../__testUtils__/FakeSink';
import { DEFAULT_LIMITS } from './ManifestParser';
import { RecordedClusterRun } from './RecordedClusterRun';

const FOLDER = resolve(__dirname, '../../../../examples/clusters/demo');

describe('the demo cluster', () => {
  const sink = new FakeSink();

  beforeAll(async () => {
    await new RecordedClusterRun({
      folder: FOLDER,
      limits: DEFAULT_LIMITS,
      sink,
      signal: new AbortController().signal,
      logger: mockServices.logger.mock(),
    }).look();
  });

  it('is read without a complaint', () => {
    expect(Object.fromEntries(sink.reports)).toEqual(
      Object.fromEntries(
        COLLECTED_KINDS.map(kind => [
          kind,
          { state: kind === 'ClusterReport' ? 'not-installed' : 'fresh' },
        ]),
      ),
    );
    const unreadable = [...sink.objects.values()].filter(it => it.unreadable);
    expect(unreadable).toEqual([]);
  });

  it('holds the workloads that the example catalog claims', () => {
    const workloads = sink
      .evidence('workload')
      .map(({ object, labels }) => [
        `${object.kind} ${object.namespace}/${object.name}`,
        labels['backstage.io/kubernetes-id'],
      ]);
    expect(Object.fromEntries(workloads)).toEqual({
      'DaemonSet platform-system/platform-ingress': 'platform-ingress',
      'Deployment orders/orders-api': 'orders-api',
      'Deployment orders/orders-web': 'orders-web',
      'Deployment payments/checkout-relay': 'checkout',
      'Deployment payments/payments-api': 'payments-api',
      'Deployment payments/payments-worker': 'payments-worker',
      'CronJob payments/payments-reconcile': 'payments-worker',
      'StatefulSet payments/ledger': 'ledger',
      'Deployment sandbox/debug-shell': undefined,
    });
  });

  it('counts Pods and their controllers as one subject', () => {
    const subjects = new Set(
      sink
        .evidence('policy-result')
        .filter(({ engine }) => engine === 'kyverno')
        .map(({ subject }) => subject.kind),
    );
    expect(subjects).toEqual(
      new Set([
        'CronJob',
        'DaemonSet',
        'Deployment',
        'Namespace',
        'StatefulSet',
      ]),
    );
  });

  it('leaves the image of orders-web unscanned', () => {
    const scanned = sink.evidence('image-scan').map(it => it.subject.name);
    expect(scanned).toContain('orders-api');
    expect(scanned).not.toContain('orders-web');
  });

  it('cuts one list of Gatekeeper', () => {
    expect(sink.evidence('cut-list')).toEqual([
      {
        type: 'cut-list',
        engine: 'gatekeeper',
        policy: 'K8sRequiredLabels',
        listed: 20,
        total: 34,
      },
    ]);
  });

  it('says who may do what, and what bounds a namespace', () => {
    const names = (kind: string) =>
      sink
        .evidence('resource')
        .filter(({ object }) => object.kind === kind)
        .map(({ object }) => `${object.namespace}/${object.name}`)
        .sort();
    expect(names('RoleBinding')).toEqual([
      'orders/orders-developers',
      'payments/payments-admins',
      'payments/payments-developers',
    ]);
    expect(names('ValidatingAdmissionPolicy')).toEqual(['/no-node-ports']);
    expect(names('ResourceQuota')).toEqual([
      'orders/object-counts',
      'payments/quota',
      'platform-system/quota',
    ]);
  });

  it('lets the admins of one namespace write the reports about it', () => {
    const fieldsOf = (name: string) =>
      sink.evidence('resource').find(({ object }) => object.name === name)!
        .fields;
    expect(fieldsOf('payments-admins')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'admin' },
      subjects: [{ kind: 'Group', name: 'team-payments' }],
    });
    expect(fieldsOf('admin')).toMatchObject({
      aggregationRule: expect.anything(),
      rules: expect.arrayContaining([
        expect.objectContaining({
          resources: ['policyreports'],
          verbs: expect.arrayContaining(['create', 'delete', 'patch']),
        }),
      ]),
    });
  });

  it('has one exception that was made by hand', () => {
    expect(sink.evidence('exemption')).toEqual([
      {
        type: 'exemption',
        engine: 'kyverno',
        object: {
          namespace: 'orders',
          kind: 'PolicyException',
          name: 'orders-web-token',
        },
        apiVersion: 'kyverno.io/v2',
        uid: expect.any(String),
        policies: [
          {
            policy: 'restrict-automount-sa-token',
            rules: ['validate-automount'],
          },
        ],
        scope:
          'Lets through Deployment, ReplicaSet or Pod named orders-web* in namespace orders. Every container of it is exempt.',
        namespaces: ['orders'],
        reason:
          'orders-web asked the API server for its peers until it learned to use DNS.',
      },
    ]);
  });
});
