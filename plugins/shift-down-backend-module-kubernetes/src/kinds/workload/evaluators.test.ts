/** What is kept of a workload is judged as the whole of it would be, or as unknown. */
import {
  evaluatePodSecurity,
  isAdmissionInput,
  prepareAdmissionInput,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import { normaliseWorkload } from './normalise';
import { readWorkload } from './schema';

const common = {
  args: ['--secret'],
  command: ['run'],
  env: [{ name: 'X', value: 'y' }],
  volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'x' }],
  ports: [{ name: 'http', containerPort: 80 }],
  livenessProbe: { httpGet: { path: '/', port: 'http' } },
};

const SPECS: [string, object][] = [
  ['nothing set', { containers: [{ name: 'a', image: 'x', ...common }] }],
  [
    'everything as restricted wants it',
    {
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'a',
          image: 'x',
          ...common,
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
      volumes: [
        { name: 'v', secret: { secretName: 's' } },
        { name: 'w', emptyDir: { medium: 'Memory' } },
      ],
    },
  ],
  [
    'everything wrong',
    {
      hostNetwork: true,
      hostPID: true,
      hostIPC: true,
      hostUsers: false,
      securityContext: {
        runAsUser: 0,
        sysctls: [{ name: 'kernel.msgmax', value: '1' }],
        seLinuxOptions: { user: 'root' },
        windowsOptions: { hostProcess: true },
        appArmorProfile: { type: 'Unconfined' },
      },
      initContainers: [
        {
          name: 'i',
          image: 'x',
          ports: [{ containerPort: 1, hostPort: 1 }],
          securityContext: { privileged: true, procMount: 'Unmasked' },
          lifecycle: { preStop: { tcpSocket: { host: 'h', port: 1 } } },
        },
      ],
      containers: [
        {
          name: 'a',
          image: 'x',
          livenessProbe: { httpGet: { host: 'h', port: 1 } },
          securityContext: {
            capabilities: { add: ['SYS_ADMIN'] },
            seccompProfile: { type: 'Unconfined' },
          },
        },
      ],
      volumes: [
        { name: 'v', hostPath: { path: '/' } },
        { name: 'w', nfs: { server: 's', path: '/' } },
      ],
    },
  ],
];

const ANNOTATIONS = {
  note: 'x',
  'container.apparmor.security.beta.kubernetes.io/a': 'unconfined',
  'seccomp.security.alpha.kubernetes.io/pod': 'unconfined',
};

function keptOf(object: KubernetesObject): KubernetesObject {
  const { apiVersion, kind } = object;
  return normaliseWorkload(
    { apiVersion, kind, namespace: 'shop', name: 'web', uid: 'u' },
    [readWorkload(object).manifest],
  ).fields as KubernetesObject;
}

const OBJECTS = SPECS.flatMap(([name, spec]) => {
  const metadata = {
    name: 'web',
    namespace: 'shop',
    labels: { app: 'web' },
    annotations: ANNOTATIONS,
  };
  const template = { metadata, spec };
  return [
    { apiVersion: 'v1', kind: 'Pod', metadata, spec },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'web' } },
        template,
      },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } },
    },
  ].map(object => ({ name, ...object } as const));
}).map(({ name, ...object }) => ({
  name,
  kind: object.kind,
  object: object as unknown as KubernetesObject,
}));

describe.each(OBJECTS)('a $kind with $name', ({ object }) => {
  it.each(['v1.18', 'v1.25', 'v1.37'] as const)(
    'is judged by the Pod Security Standards of %s as a whole',
    version => {
      const judge = (it: KubernetesObject) =>
        evaluatePodSecurity({ object: it, level: 'restricted', version });
      expect(judge(keptOf(object))).toEqual(judge(object));
    },
  );

  it('is an admission request like the whole one', () => {
    const requests = [object, keptOf(object)].map(it =>
      prepareAdmissionInput(it, { minorVersion: 36 }),
    );
    expect(requests.map(isAdmissionInput)).toEqual([true, true]);
    const [whole, kept] = requests as unknown as Record<string, unknown>[];
    expect({ ...kept, object: '' }).toEqual({ ...whole, object: '' });
  });
});
