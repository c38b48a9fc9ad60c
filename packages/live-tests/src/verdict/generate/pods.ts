/** Pods that the API server finds valid, with all that policies look at. */
import type {
  JsonObject,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import fc from 'fast-check';
import { anyBoolean, map, maybe, oneOf, some } from './fields';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const IMAGES = [
  'nginx',
  'nginx:latest',
  'registry.example/shop/web:1.2.3',
  'registry.example/shop/web',
  `registry.example/shop/web@${DIGEST}`,
  `registry.example:5000/web:1@${DIGEST}`,
  'localhost/web:latest',
  'docker.io/library/nginx:1',
  'registry.example.evil.test/web:1',
  'ghcr.io/Upper/case',
];

const seccomp = fc.oneof(
  map({ type: oneOf('RuntimeDefault', 'Unconfined') }),
  fc.constant({ type: 'Localhost', localhostProfile: 'a.json' }),
);
const appArmor = fc.oneof(
  map({ type: oneOf('RuntimeDefault', 'Unconfined') }),
  fc.constant({ type: 'Localhost', localhostProfile: 'a' }),
);
const seLinux = map({
  type: maybe(
    oneOf('container_t', 'container_init_t', 'container_kvm_t', 'spc_t', ''),
  ),
  user: maybe(oneOf('system_u', ''), 6),
  role: maybe(oneOf('system_r', ''), 6),
  level: maybe(oneOf('s0', ''), 4),
});
const CAPABILITIES = [
  'ALL',
  'CHOWN',
  'NET_BIND_SERVICE',
  'NET_ADMIN',
  'NET_RAW',
  'SYS_TIME',
  'SETUID',
  'net_admin',
];

const securityContext = map({
  privileged: maybe(anyBoolean, 5),
  allowPrivilegeEscalation: maybe(oneOf(false, false, true), 2),
  readOnlyRootFilesystem: maybe(anyBoolean, 2),
  runAsNonRoot: maybe(oneOf(true, true, false)),
  runAsUser: maybe(oneOf(0, 1000, 65534), 4),
  procMount: maybe(oneOf('Default', 'Unmasked'), 8),
  seccompProfile: maybe(seccomp),
  appArmorProfile: maybe(appArmor, 8),
  seLinuxOptions: maybe(seLinux, 5),
  capabilities: maybe(
    map({
      add: maybe(some(CAPABILITIES)),
      drop: maybe(fc.oneof(oneOf<JsonValue>(['ALL']), some(CAPABILITIES))),
    }),
    2,
  ),
}).map(context => {
  const escalates =
    context.privileged === true && context.allowPrivilegeEscalation === false;
  return escalates ? { ...context, allowPrivilegeEscalation: true } : context;
});

const probe = fc.oneof(
  map({
    httpGet: map({
      port: oneOf<JsonValue>(80, 'http'),
      path: maybe(oneOf('', '/', '/healthz')),
      scheme: maybe(oneOf('HTTPS', '')),
      host: maybe(oneOf('', '127.0.0.1', 'example.com'), 4),
    }),
    periodSeconds: maybe(oneOf(0, 5)),
  }),
  map({
    tcpSocket: map({
      port: oneOf(1),
      host: maybe(oneOf('', 'localhost', '10.0.0.1'), 4),
    }),
  }),
  map({ exec: map({ command: oneOf<JsonValue>(['true']) }) }),
  map({
    grpc: map({ port: oneOf(9), service: maybe(oneOf('', 'health')) }),
    timeoutSeconds: maybe(oneOf(0, 3)),
  }),
);

const amounts = map({
  cpu: maybe(oneOf<JsonValue>('1000m', 0.5, '1', '100m', 2)),
  memory: maybe(oneOf<JsonValue>('1Gi', '1024Mi', '128Mi', 1048576, '1G')),
  'ephemeral-storage': maybe(oneOf('1Gi', '1.5Gi'), 6),
});

/** Limits hold the largest amounts, so that requests are never above them. */
const largest = map({
  cpu: maybe(oneOf<JsonValue>('4', 4000, '4500m'), 2),
  memory: maybe(oneOf<JsonValue>('8Gi', '8192Mi', '8Ti'), 2),
});

const resources = map({
  requests: maybe(amounts, 2),
  limits: maybe(largest, 2),
});

const env = map({
  name: oneOf('LOG_LEVEL', 'DB_PASSWORD', 'A'),
  value: maybe(oneOf('', 'debug', 'true'), 2),
});
const referringEnv = oneOf<JsonObject>(
  {
    name: 'B',
    valueFrom: {
      secretKeyRef: { name: 'secret', key: 'key', optional: false },
    },
  },
  { name: 'C', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  {
    name: 'D',
    valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } },
  },
);

const containerFields = {
  image: fc.constantFrom(...IMAGES) as fc.Arbitrary<JsonValue>,
  imagePullPolicy: maybe(oneOf('Always', 'IfNotPresent', ''), 4),
  args: maybe(oneOf<JsonValue>([], ['--debug']), 4),
  tty: maybe(anyBoolean, 8),
  env: maybe(fc.array(fc.oneof(env, referringEnv), { maxLength: 2 })),
  resources: maybe(resources, 2),
  securityContext: maybe(securityContext, 2),
  terminationMessagePath: maybe(oneOf('', '/tmp/end'), 8),
};

const port = map({
  containerPort: oneOf(80, 8080, 443, 53),
  protocol: maybe(oneOf('TCP', 'UDP', '')),
  hostPort: maybe(oneOf(0, 0, 80, 8080), 4),
});

const container = map({
  ...containerFields,
  ports: maybe(fc.array(port, { maxLength: 2 }), 2),
  livenessProbe: maybe(probe, 3),
  readinessProbe: maybe(probe, 3),
  lifecycle: maybe(
    map({
      preStop: maybe(
        oneOf<JsonValue>(
          { exec: { command: ['sleep', '1'] } },
          { httpGet: { port: 80, host: 'example.com' } },
          { sleep: { seconds: 0 } },
        ),
      ),
    }),
    6,
  ),
});

const initContainer = map({
  ...containerFields,
  restartPolicy: maybe(oneOf('Always'), 4),
});

const VOLUMES: JsonObject[] = [
  { name: 'none' },
  { name: 'empty', emptyDir: {} },
  { name: 'sized', emptyDir: { medium: '', sizeLimit: '1024Mi' } },
  { name: 'config', configMap: { name: 'config' } },
  { name: 'secret', secret: { secretName: 'secret', optional: false } },
  { name: 'host', hostPath: { path: '/var/run/docker.sock', type: 'Socket' } },
  { name: 'host-root', hostPath: { path: '/' } },
  { name: 'claim', persistentVolumeClaim: { claimName: 'claim' } },
  { name: 'nfs', nfs: { server: 'nfs.example.com', path: '/' } },
  { name: 'csi', csi: { driver: 'csi.example.com', readOnly: false } },
  {
    name: 'down',
    downwardAPI: {
      items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }],
    },
  },
  {
    name: 'projected',
    projected: { sources: [{ serviceAccountToken: { path: 'token' } }] },
  },
];

const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'kernel.msgmax',
  'net.core.somaxconn',
];

const podSecurityContext = map({
  runAsNonRoot: maybe(oneOf(true, true, false), 2),
  runAsUser: maybe(oneOf(0, 1000), 4),
  fsGroup: maybe(oneOf(0, 2000), 5),
  seccompProfile: maybe(seccomp, 2),
  appArmorProfile: maybe(appArmor, 8),
  seLinuxOptions: maybe(seLinux, 6),
  sysctls: maybe(
    some(SYSCTLS).map(names => names.map(name => ({ name, value: '1' }))),
    5,
  ),
});

const TOLERATIONS: JsonObject[] = [
  { key: 'a', operator: 'Exists' },
  { operator: 'Exists' },
  {
    key: 'node.kubernetes.io/not-ready',
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 0,
  },
  { key: 'node.kubernetes.io/unreachable', value: '' },
];

/** What a Pod has and a template of Pods has as well. */
export const podSpec: fc.Arbitrary<JsonObject> = fc
  .record({
    containers: fc.array(container, { minLength: 1, maxLength: 2 }),
    initContainers: fc.array(initContainer, { maxLength: 1 }),
    rest: map({
      hostNetwork: maybe(anyBoolean, 5),
      hostPID: maybe(anyBoolean, 8),
      hostIPC: maybe(anyBoolean, 8),
      shareProcessNamespace: maybe(oneOf(false), 6),
      hostUsers: maybe(anyBoolean, 8),
      automountServiceAccountToken: maybe(anyBoolean, 2),
      serviceAccountName: maybe(oneOf('default', ''), 5),
      serviceAccount: maybe(oneOf('default', ''), 8),
      enableServiceLinks: maybe(anyBoolean, 6),
      terminationGracePeriodSeconds: maybe(oneOf(0, 10), 6),
      priorityClassName: maybe(oneOf('system-node-critical', ''), 8),
      nodeSelector: maybe(oneOf<JsonValue>({}, { disk: 'ssd' }), 6),
      securityContext: maybe(podSecurityContext, 2),
      tolerations: maybe(some(TOLERATIONS), 5),
      imagePullSecrets: maybe(oneOf<JsonValue>([], [{ name: 'pull' }]), 6),
      volumes: maybe(some(VOLUMES, 3), 2),
      dnsPolicy: maybe(oneOf('Default', ''), 8),
      schedulerName: maybe(oneOf('mine', ''), 8),
      affinity: maybe(oneOf<JsonValue>({}), 8),
    }),
  })
  .map(({ containers, initContainers, rest }) =>
    makeValid({
      ...rest,
      containers: containers.map((it, index) => ({ name: `c${index}`, ...it })),
      ...(initContainers.length > 0 && {
        initContainers: initContainers.map(it => ({ name: 'init', ...it })),
      }),
    }),
  );

/** What the API server would refuse before it asks any policy. */
function makeValid(spec: JsonObject): JsonObject {
  const containers = [
    ...((spec.containers ?? []) as JsonObject[]),
    ...((spec.initContainers ?? []) as JsonObject[]),
  ];
  const unmasked = containers.some(
    ({ securityContext: context }) =>
      (context as JsonObject | null)?.procMount === 'Unmasked',
  );
  if (unmasked) {
    spec.hostUsers = false;
  }
  if (spec.hostUsers === false) {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
      delete spec[field];
    }
  }
  for (const { ports } of containers) {
    for (const one of (ports ?? []) as JsonObject[]) {
      if (spec.hostNetwork === true && one.hostPort) {
        one.hostPort = one.containerPort;
      }
    }
  }
  return spec;
}

const ANNOTATIONS: JsonObject[] = [
  { 'container.apparmor.security.beta.kubernetes.io/c0': 'runtime/default' },
  { 'container.apparmor.security.beta.kubernetes.io/c0': 'unconfined' },
  { 'container.apparmor.security.beta.kubernetes.io/init': 'localhost/a' },
  { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' },
  { 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' },
  {
    'container.seccomp.security.alpha.kubernetes.io/c0': 'docker/default',
  },
  { note: '' },
];

const LABELS: JsonObject[] = [
  {},
  { app: 'web' },
  { app: 'web', 'shift-down.io/owner': 'team-shop', team: 'shop' },
  { app: 'web', 'app.kubernetes.io/name': 'web', 'cost-center': '42' },
];

export const metadata = map({
  labels: maybe(oneOf(...LABELS), 2),
  annotations: maybe(oneOf(...ANNOTATIONS), 5),
});

export const pod: fc.Arbitrary<JsonObject> = fc
  .record({ metadata, spec: podSpec })
  .map(({ metadata: more, spec }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'generated', ...more },
    spec,
  }));

const windowsOptions = map({
  runAsUserName: maybe(oneOf('ContainerUser', 'ContainerAdministrator')),
});

/** Much of the standards doesn't hold for it, and the API server refuses those fields. */
export const windowsPod: fc.Arbitrary<JsonObject> = fc
  .record({
    onHost: fc.boolean(),
    container: map({
      image: fc.constantFrom(...IMAGES) as fc.Arbitrary<JsonValue>,
      securityContext: maybe(
        map({
          runAsNonRoot: maybe(anyBoolean),
          windowsOptions: maybe(windowsOptions),
        }),
        2,
      ),
    }),
    podContext: map({
      runAsNonRoot: maybe(anyBoolean, 2),
      windowsOptions: maybe(windowsOptions),
    }),
  })
  .map(({ onHost, container: made, podContext }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'generated' },
    spec: {
      os: { name: 'windows' },
      hostNetwork: onHost,
      securityContext: onHost
        ? {
            ...podContext,
            windowsOptions: {
              ...(podContext.windowsOptions as JsonObject | null),
              hostProcess: true,
            },
          }
        : podContext,
      containers: [{ name: 'c0', ...made }],
    },
  }));
