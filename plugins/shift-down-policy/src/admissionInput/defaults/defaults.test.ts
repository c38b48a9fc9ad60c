import type {
  AdmissionInput,
  JsonObject,
  KubernetesObject,
} from '../../evaluation';
import { WITHHELD } from '../../evaluation';
import { prepareAdmissionInput } from '../prepareAdmissionInput';
import type { AdmissionInputOptions } from '../types';

function prepared(
  object: KubernetesObject,
  options: AdmissionInputOptions = {},
): JsonObject {
  const input = prepareAdmissionInput(
    { ...object, metadata: { name: 'web' } },
    options,
  );
  return (input as AdmissionInput).object;
}

const POD = { containers: [{ name: 'main', image: 'nginx' }] };
const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: POD };

describe('defaults', () => {
  it.each<[string, KubernetesObject, JsonObject]>([
    [
      'a Deployment',
      { apiVersion: 'apps/v1', kind: 'Deployment', spec: {} },
      {
        spec: {
          replicas: 1,
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
          strategy: {
            type: 'RollingUpdate',
            rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
          },
        },
        status: {},
      },
    ],
    [
      'a Deployment that is recreated',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        spec: { strategy: { type: 'Recreate' } },
      },
      { spec: { strategy: { type: 'Recreate' } } },
    ],
    [
      'a StatefulSet',
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        spec: { volumeClaimTemplates: [{ spec: {} }] },
      },
      {
        spec: {
          podManagementPolicy: 'OrderedReady',
          updateStrategy: { rollingUpdate: { partition: 0 } },
          volumeClaimTemplates: [
            {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              spec: { volumeMode: 'Filesystem' },
            },
          ],
        },
      },
    ],
    [
      'a DaemonSet',
      { apiVersion: 'apps/v1', kind: 'DaemonSet', spec: {} },
      {
        metadata: {
          annotations: { 'deprecated.daemonset.template.generation': '1' },
        },
        spec: {
          updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        },
      },
    ],
    [
      'a Job, which labels its Pods',
      { apiVersion: 'batch/v1', kind: 'Job', spec: { template: TEMPLATE } },
      {
        metadata: { labels: { app: 'web', 'job-name': 'web' } },
        spec: {
          backoffLimit: 6,
          completionMode: 'NonIndexed',
          selector: {
            matchLabels: { 'batch.kubernetes.io/controller-uid': WITHHELD },
          },
          template: {
            metadata: { labels: { 'batch.kubernetes.io/job-name': 'web' } },
          },
        },
      },
    ],
    [
      'a Service, whose address nobody knows',
      {
        apiVersion: 'v1',
        kind: 'Service',
        spec: { type: 'NodePort', ports: [{ port: 80 }] },
      },
      {
        spec: {
          clusterIP: WITHHELD,
          externalTrafficPolicy: 'Cluster',
          sessionAffinity: 'None',
          ports: [
            { port: 80, protocol: 'TCP', targetPort: 80, nodePort: WITHHELD },
          ],
        },
        status: { loadBalancer: {} },
      },
    ],
    [
      'a Secret in plain text',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        data: { a: 'YQ==' },
        stringData: { b: 'b' },
      },
      { type: 'Opaque', data: { a: 'YQ==', b: 'Yg==' } },
    ],
    [
      'a Namespace',
      { apiVersion: 'v1', kind: 'Namespace' },
      {
        metadata: { labels: { 'kubernetes.io/metadata.name': 'web' } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
    ],
    [
      'a NetworkPolicy with egress',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] },
      },
      {
        spec: {
          policyTypes: ['Ingress', 'Egress'],
          egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
        },
      },
    ],
    [
      'a HorizontalPodAutoscaler',
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        spec: { behavior: {} },
      },
      {
        spec: {
          minReplicas: 1,
          metrics: [{ type: 'Resource', resource: { name: 'cpu' } }],
          behavior: { scaleUp: { stabilizationWindowSeconds: 0 } },
        },
      },
    ],
    [
      'a RoleBinding',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        roleRef: { kind: 'Role', name: 'a' },
        subjects: [{ kind: 'User', name: 'a' }],
      },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io' }],
      },
    ],
  ])('of %s', (_, object, expected) => {
    expect(prepared(object)).toMatchObject(expected);
  });

  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1', 'IfNotPresent'],
    ['registry.example:5000/nginx', 'Always'],
    [`nginx:latest@sha256:${'0'.repeat(64)}`, 'Always'],
    [`nginx@sha256:${'0'.repeat(64)}`, 'IfNotPresent'],
    ['Upper/case', 'Always'],
    ['registry.example/Upper', 'IfNotPresent'],
    ['', 'IfNotPresent'],
  ])('pull image %s %s', (image, policy) => {
    const containers = [{ name: 'main', image }];
    expect(
      prepared({ apiVersion: 'v1', kind: 'Pod', spec: { containers } }),
    ).toMatchObject({ spec: { containers: [{ imagePullPolicy: policy }] } });
  });

  it('of templates had host ports in earlier versions', () => {
    const container = { ...POD.containers[0], ports: [{ containerPort: 80 }] };
    const spec = { hostNetwork: true, containers: [container] };
    const object = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      spec: { template: { spec } },
    };
    const withPort = (port: JsonObject) => ({
      spec: { template: { spec: { containers: [{ ports: [port] }] } } },
    });
    const port = { containerPort: 80, protocol: 'TCP' };
    expect(prepared(object, { minorVersion: 27 })).toMatchObject(
      withPort({ ...port, hostPort: 80 }),
    );
    expect(prepared(object, { minorVersion: 28 })).not.toMatchObject(
      withPort({ ...port, hostPort: 80 }),
    );
  });

  it('of a LimitRange reach Pods, which tell of it', () => {
    const limitRanges = [
      {
        spec: { limits: [{ type: 'Container', max: { cpu: '1000m' } }] },
      },
    ];
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: POD };
    expect(prepared(pod, { limitRanges })).toMatchObject({
      metadata: {
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: cpu request for container main; cpu limit for container main',
        },
      },
      spec: {
        containers: [
          { resources: { requests: { cpu: '1' }, limits: { cpu: '1' } } },
        ],
      },
    });
  });

  it.each<[string, JsonObject | null]>([
    ['BestEffort', null],
    ['Burstable', { requests: { cpu: '1' } }],
    ['Burstable', { limits: { cpu: '1' } }],
    ['Guaranteed', { limits: { cpu: '1', memory: '1Gi' } }],
  ])('make a Pod %s', (qosClass, resources) => {
    const containers = [{ ...POD.containers[0], resources }];
    expect(
      prepared({ apiVersion: 'v1', kind: 'Pod', spec: { containers } }),
    ).toMatchObject({ status: { qosClass } });
  });
});
