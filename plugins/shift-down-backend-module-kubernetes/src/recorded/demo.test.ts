/** The example portal's cluster, which is also the largest recording at hand. */
import { SOURCE_KINDS } from '@shift-down/plugin-shift-down-common';
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
        SOURCE_KINDS.map(kind => [
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
});
