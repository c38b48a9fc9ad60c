import { WITHHELD } from '@shift-down/plugin-shift-down-policy';
import type { ResourceReference } from '../../ownership';
import { normaliseWorkload } from './normalise';
import { isWorkload, readWorkload } from './schema';
import { secretValuesIn } from './secretValues';

const MARKED = { [WITHHELD]: WITHHELD };
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/main';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER_DIGEST = `sha256:${'b'.repeat(64)}`;

const ROOT: ResourceReference = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
  uid: 'uid-web',
};

function podSpec(image = 'shop/web:1') {
  return { containers: [{ name: 'main', image }] };
}

function deployment(more: object = {}, spec: object = podSpec()) {
  return readWorkload({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-web', ...more },
    spec: {
      replicas: 2,
      template: {
        metadata: { labels: { app: 'web', tier: 'template' } },
        spec,
      },
    },
  }).manifest;
}

function pod(options: {
  name?: string;
  phase?: string;
  ready?: string;
  spec?: object;
  imageID?: string;
  created?: string;
}) {
  return readWorkload({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: options.name ?? 'web-1',
      namespace: 'shop',
      creationTimestamp: options.created ?? '2026-11-01T00:00:00Z',
      labels: { app: 'web', 'pod-template-hash': '1' },
    },
    spec: options.spec ?? podSpec(),
    status: {
      phase: options.phase ?? 'Running',
      conditions: [{ type: 'Ready', status: options.ready ?? 'True' }],
      containerStatuses: [{ name: 'main', imageID: options.imageID ?? '' }],
    },
  }).manifest;
}

describe('a workload', () => {
  it.each([
    ['', 'Pod', true],
    ['apps', 'Deployment', true],
    ['apps', 'ReplicaSet', true],
    ['apps', 'StatefulSet', true],
    ['apps', 'DaemonSet', true],
    ['batch', 'Job', true],
    ['batch', 'CronJob', true],
    ['', 'ReplicationController', true],
    ['apps', 'Pod', false],
    ['serving.knative.dev', 'Deployment', false],
    ['', 'Secret', false],
    ['', 'constructor', false],
  ])('of group "%s" and kind %s is one: %s', (group, kind, expected) => {
    expect(isWorkload(group, kind)).toBe(expected);
  });

  it('is its root owner with what its Pods run', () => {
    const workload = normaliseWorkload(ROOT, [
      deployment({ labels: { tier: 'owner' } }),
      pod({ imageID: `docker-pullable://shop/web@${DIGEST}` }),
    ]);
    expect(workload).toMatchObject({
      type: 'workload',
      object: { namespace: 'shop', kind: 'Deployment', name: 'web' },
      apiVersion: 'apps/v1',
      uid: 'uid-web',
      labels: { app: 'web', tier: 'owner' },
      containers: [
        {
          name: 'main',
          type: 'main',
          image: 'shop/web:1',
          repository: 'docker.io/shop/web',
          tag: '1',
          digest: DIGEST,
        },
      ],
      pods: { total: 1, ready: 1 },
    });
  });

  it.each([
    ['ready', pod({}), { total: 1, ready: 1 }],
    ['not ready', pod({ ready: 'False' }), { total: 1, ready: 0 }],
    ['finished', pod({ phase: 'Succeeded' }), { total: 0, ready: 0 }],
    ['evicted', pod({ phase: 'Failed' }), { total: 0, ready: 0 }],
  ])('counts a Pod that is %s', (_, member, pods) => {
    expect(normaliseWorkload(ROOT, [deployment(), member]).pods).toEqual(pods);
  });

  it('takes the digest of the newest Pod that runs the same image', () => {
    const members = [
      deployment(),
      pod({
        name: 'a',
        imageID: `x@${DIGEST}`,
        created: '2026-11-02T00:00:00Z',
      }),
      pod({
        name: 'b',
        imageID: `x@${OTHER_DIGEST}`,
        created: '2026-11-01T00:00:00Z',
      }),
      pod({
        name: 'c',
        spec: podSpec('shop/web:0'),
        imageID: `x@${OTHER_DIGEST}`,
        created: '2026-11-03T00:00:00Z',
      }),
    ];
    const digests = [members, members.toReversed()].map(
      it => normaliseWorkload(ROOT, it).containers[0].digest,
    );
    expect(digests).toEqual([DIGEST, DIGEST]);
  });

  it.each([
    ['the id of its configuration', DIGEST],
    ['cut short', 'x@sha256:abc'],
    ['missing', ''],
  ])('has no digest where the image id is %s', (_, imageID) => {
    const { containers } = normaliseWorkload(ROOT, [
      deployment(),
      pod({ imageID }),
    ]);
    expect(containers[0].digest).toBeUndefined();
  });

  it('has the containers that were put into its Pods', () => {
    const spec = {
      initContainers: [{ name: 'setup', image: 'mesh/init' }],
      containers: [
        { name: 'main', image: 'shop/web:1' },
        { name: 'proxy', image: 'mesh/proxy' },
      ],
      ephemeralContainers: [{ name: 'debug', image: 'busybox' }],
    };
    const { containers } = normaliseWorkload(ROOT, [
      deployment(),
      pod({ spec }),
    ]);
    expect(containers.map(it => `${it.type}/${it.name}`)).toEqual([
      'main/main',
      'init/setup',
      'main/proxy',
      'ephemeral/debug',
    ]);
  });

  it('of an owner that is not collected takes what its Pods say', () => {
    const root = {
      ...ROOT,
      kind: 'Rollout',
      apiVersion: 'argoproj.io/v1alpha1',
    };
    const workload = normaliseWorkload(root, [pod({})]);
    expect(workload).toMatchObject({
      object: { kind: 'Rollout', name: 'web' },
      labels: { app: 'web' },
      containers: [{ name: 'main' }],
    });
  });

  it('keeps the allowed fields in the shape of the manifest, and no others', () => {
    const spec = {
      serviceAccountName: 'web',
      automountServiceAccountToken: false,
      hostNetwork: true,
      imagePullSecrets: [{ name: 'canary' }],
      tolerations: [{ key: 'gpu', operator: 'Exists' }],
      terminationGracePeriodSeconds: 30,
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
        windowsOptions: { gmsaCredentialSpec: 'canary' },
      },
      containers: [
        {
          name: 'main',
          image: 'shop/web:1',
          args: ['canary'],
          command: ['canary'],
          env: [{ name: 'X', value: 'canary' }],
          envFrom: [{ secretRef: { name: 'canary' } }],
          ports: [{ containerPort: 80, hostPort: 80, hostIP: 'canary' }],
          livenessProbe: { exec: { command: ['canary'] } },
          readinessProbe: {
            httpGet: {
              host: '10.0.0.1',
              path: '/healthy',
              port: 'http',
              httpHeaders: [{ name: 'X', value: 'canary' }],
            },
            periodSeconds: 5,
          },
          volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }],
          workingDir: '/?token=canary',
          notInTheApi: 'canary',
          resources: { limits: { memory: '1Gi', cpu: 1 } },
          securityContext: { capabilities: { drop: ['ALL'] } },
        },
      ],
      volumes: [
        { name: 'data', hostPath: { path: '/data', type: 'Directory' } },
        { name: 'settings', configMap: { name: 'canary' } },
        { name: 'plain' },
        { name: 'new', canary: { x: 'canary' } },
      ],
    };
    const { fields } = normaliseWorkload(ROOT, [
      deployment({ annotations: { a: 'canary' } }, spec),
    ]);
    expect(fields).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web',
        namespace: 'shop',
        labels: {},
        annotations: MARKED,
      },
      spec: {
        replicas: 2,
        template: {
          metadata: {
            labels: { app: 'web', tier: 'template' },
            annotations: {},
          },
          spec: {
            serviceAccountName: 'web',
            automountServiceAccountToken: false,
            hostNetwork: true,
            imagePullSecrets: WITHHELD,
            securityContext: {
              runAsNonRoot: true,
              seccompProfile: { type: 'RuntimeDefault' },
              windowsOptions: { gmsaCredentialSpec: WITHHELD },
            },
            containers: [
              {
                name: 'main',
                image: 'shop/web:1',
                args: WITHHELD,
                command: WITHHELD,
                env: WITHHELD,
                envFrom: WITHHELD,
                ports: [{ containerPort: 80, hostPort: 80, hostIP: WITHHELD }],
                livenessProbe: { exec: { command: WITHHELD } },
                readinessProbe: {
                  httpGet: {
                    host: '10.0.0.1',
                    path: '/healthy',
                    port: 'http',
                    httpHeaders: WITHHELD,
                  },
                  periodSeconds: 5,
                },
                resources: { limits: { memory: '1Gi', cpu: 1 } },
                securityContext: { capabilities: { drop: ['ALL'] } },
                volumeMounts: [
                  { name: 'data', mountPath: '/data', readOnly: true },
                ],
                workingDir: WITHHELD,
              },
            ],
            tolerations: [{ key: 'gpu', operator: 'Exists' }],
            terminationGracePeriodSeconds: 30,
            volumes: [
              { name: 'data', hostPath: { path: '/data', type: 'Directory' } },
              { name: 'settings', configMap: WITHHELD },
              { name: 'plain' },
              { name: 'new', [WITHHELD]: WITHHELD },
            ],
          },
        },
      },
    });
    expect(JSON.stringify(fields)).not.toContain('canary');
  });

  it.each([
    ['none', {}, {}],
    ['those that nobody lists', { note: 'canary' }, MARKED],
    [
      'what programs add to everything',
      { 'kubectl.kubernetes.io/last-applied-configuration': 'canary' },
      { 'kubectl.kubernetes.io/last-applied-configuration': WITHHELD },
    ],
    [
      'those that policies read',
      { [APPARMOR]: 'localhost/web', 'sidecar.istio.io/inject': 'false' },
      { [APPARMOR]: 'localhost/web', 'sidecar.istio.io/inject': 'false' },
    ],
    [
      'those in a form that could hide anything',
      { [APPARMOR]: 'canary!', 'sidecar.istio.io/inject': 'canary' },
      { [APPARMOR]: WITHHELD, 'sidecar.istio.io/inject': WITHHELD },
    ],
  ])('keeps of annotations: %s', (_, annotations, kept) => {
    const { fields } = normaliseWorkload(ROOT, [
      readWorkload({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop', annotations },
        spec: { template: { metadata: { annotations }, spec: podSpec() } },
      }).manifest,
    ]);
    expect(fields).toMatchObject({ metadata: { annotations: kept } });
    expect(fields).toMatchObject({
      spec: { template: { metadata: { annotations: kept } } },
    });
    expect(JSON.stringify(fields)).not.toContain('canary');
  });

  it('shows a CronJob down to its containers', () => {
    const manifest = readWorkload({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'shop' },
      spec: {
        schedule: '0 2 * * *',
        jobTemplate: { spec: { template: { spec: podSpec() } } },
      },
    }).manifest;
    const root = {
      ...ROOT,
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      name: 'nightly',
    };
    expect(normaliseWorkload(root, [manifest])).toMatchObject({
      containers: [{ name: 'main' }],
      fields: {
        spec: {
          schedule: '0 2 * * *',
          jobTemplate: { spec: { template: { spec: podSpec() } } },
        },
      },
    });
  });

  it.each([
    ['no containers', { containers: undefined }],
    ['a container without a name', { containers: [{ image: 'x' }] }],
    [
      'a security setting of the wrong type',
      { containers: [{ name: 'x', securityContext: { privileged: 'yes' } }] },
    ],
  ])('with %s is unreadable', (_, spec) => {
    expect(() => deployment({}, spec)).toThrow();
  });
});

describe('secretValuesIn', () => {
  it('finds values wherever secrets are put', () => {
    const applied = JSON.stringify({
      spec: { containers: [{ env: [{ name: 'X', value: 'formerly' }] }] },
    });
    const values = secretValuesIn({
      metadata: { annotations: { note: 'noted', last: applied, n: 1 } },
      spec: {
        containers: [
          {
            name: 'name',
            env: [
              { name: 'X', value: 'value' },
              { name: 'Y', valueFrom: {} },
            ],
            args: ['--password=argument', 'plain'],
            command: ['run'],
            livenessProbe: {
              exec: { command: ['probe'] },
              httpGet: { httpHeaders: [{ name: 'H', value: 'header' }] },
            },
          },
        ],
      },
    });
    expect(values.sort()).toEqual(
      [
        'noted',
        applied,
        'formerly',
        'value',
        '--password=argument',
        'argument',
        'plain',
        'run',
        'probe',
        'header',
      ].sort(),
    );
  });

  it.each([null, 'x', 5, [], { annotations: 'x', env: 'y' }])(
    'finds nothing in %j',
    manifest => {
      expect(secretValuesIn(manifest)).toEqual([]);
    },
  );
});
