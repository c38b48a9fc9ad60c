/** Manifests of all sorts of care, as application teams write them. */
import { createRandom, type Random } from '../random';

const REGISTRIES = [
  'registry.example.com/shop',
  'docker.io/library',
  'ghcr.io/acme',
];
const KINDS = [
  'Deployment',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
];

/** So many manifests, the same ones for the same seed. */
export function createManifests(count: number, seed: number): object[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) =>
    createManifest(`service-${index}`, random),
  );
}

function createManifest(name: string, random: Random): object {
  const kind = random.pick(KINDS);
  const metadata = {
    name,
    namespace: `team-${random.below(20)}`,
    labels: { app: name, 'shift-down.io/owner': 'team-a' },
  };
  const template = {
    metadata: { labels: { app: name } },
    spec: createPodSpec(random, kind === 'Job' || kind === 'CronJob'),
  };
  switch (kind) {
    case 'Pod':
      return { apiVersion: 'v1', kind, metadata, spec: template.spec };
    case 'Job':
      return { apiVersion: 'batch/v1', kind, metadata, spec: { template } };
    case 'CronJob':
      return {
        apiVersion: 'batch/v1',
        kind,
        metadata,
        spec: { schedule: '0 4 * * *', jobTemplate: { spec: { template } } },
      };
    default:
      return {
        apiVersion: 'apps/v1',
        kind,
        metadata,
        spec: {
          ...(kind !== 'DaemonSet' && { replicas: 1 + random.below(4) }),
          ...(kind === 'StatefulSet' && { serviceName: name }),
          selector: { matchLabels: { app: name } },
          template,
        },
      };
  }
}

/** Two in three are careful. */
function createPodSpec(random: Random, finite: boolean) {
  const careful = random.below(3) > 0;
  return {
    ...(finite && { restartPolicy: 'Never' }),
    automountServiceAccountToken: false,
    ...(random.below(20) === 0 && { hostNetwork: true }),
    securityContext: careful
      ? { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }
      : {},
    containers: Array.from({ length: 1 + random.below(3) }, (_, index) =>
      createContainer(`c${index}`, careful, random),
    ),
    volumes: [
      { name: 'tmp', emptyDir: {} },
      ...(random.below(15) === 0
        ? [{ name: 'host', hostPath: { path: '/var/log' } }]
        : []),
    ],
  };
}

function createContainer(name: string, careful: boolean, random: Random) {
  const image = `${random.pick(REGISTRIES)}/${name}`;
  return {
    name,
    image: careful
      ? `${image}@sha256:${'0123456789abcdef'.repeat(4)}`
      : `${image}:${random.pick(['latest', '1.2', '2024-06'])}`,
    ports: [{ containerPort: 8080 }],
    env: Array.from({ length: random.below(8) }, (_, index) => ({
      name: `SETTING_${index}`,
      value: `value-${index}`,
    })),
    resources: careful
      ? {
          requests: { cpu: '100m', memory: '64Mi' },
          limits: { cpu: '500m', memory: '128Mi' },
        }
      : {},
    readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
    livenessProbe: { httpGet: { path: '/live', port: 8080 } },
    securityContext: careful
      ? {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        }
      : { privileged: random.below(10) === 0 },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  };
}
