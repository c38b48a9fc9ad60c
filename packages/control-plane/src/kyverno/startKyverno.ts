import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import type { KubernetesObject } from '../objects/KubernetesObject';
import { applyObjects } from '../objects/apply';
import { Guard } from '../processes/Guard';
import { ManagedProcess } from '../processes/ManagedProcess';
import { freePort } from '../processes/ports';
import type { ControlPlane } from '../types';
import { readDefinitions, untilServed } from './definitions';
import { findKyverno } from './programs';

const NAMESPACE = 'kyverno';
const EXCEPTION_NAMESPACE = 'shift-down-exceptions';
const READY_WITHIN_MS = 120_000;
const WEBHOOKS =
  '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/kyverno-policy-validating-webhook-cfg';

export interface KyvernoOptions {
  /**
   * The namespace whose exceptions are heeded, `shift-down-exceptions` by default; it is
   * made if it isn't there. `false`: none, as Kyverno has it by itself.
   */
  exceptionNamespace?: string | false;
  /** How often everything is scanned again, such as `1h`; `30s` by default. */
  backgroundScanInterval?: string;
  /** Further flags by program; they win over ours. */
  admissionArguments?: string[];
  reportsArguments?: string[];
  backgroundArguments?: string[];
}

export interface Kyverno {
  /** Where its Leases, Secrets and ConfigMaps lie. */
  readonly namespace: string;
  readonly exceptionNamespace: string | undefined;
  /** Its logs lie here, until it is stopped. */
  readonly directory: string;
  readonly admission: ManagedProcess;
  readonly reports: ManagedProcess;
  readonly background: ManagedProcess;
  /** Kills all, and removes the directory; what it made in the cluster stays. */
  stop(): Promise<void>;
}

/**
 * Runs Kyverno beside a control plane, as administrator: the API server reaches its
 * webhooks by URL, over loopback. Ready when it returns. Builds it first where it isn't
 * built yet, which takes long.
 */
export async function startKyverno(
  controlPlane: ControlPlane,
  options: KyvernoOptions = {},
): Promise<Kyverno> {
  const { programs, sources } = await findKyverno();
  const exceptionNamespace =
    options.exceptionNamespace === false
      ? undefined
      : options.exceptionNamespace ?? EXCEPTION_NAMESPACE;
  const definitions = await readDefinitions(sources);
  await applyObjects(controlPlane, [
    ...definitions,
    ...surroundings(exceptionNamespace),
  ]);
  await untilServed(controlPlane, definitions);

  const directory = await mkdtemp(join(tmpdir(), 'kyverno-'));
  const guard = new Guard(directory);
  const port = await freePort();
  const metricsPorts = {
    kyverno: await freePort(),
    'reports-controller': await freePort(),
    'background-controller': await freePort(),
  };
  const shared = [
    `--kubeconfig=${controlPlane.kubeconfig.path}`,
    '--metricsHost=127.0.0.1',
    '--disableLogColor=true',
    '--leaderElectionRetryPeriod=1s',
    `--enablePolicyException=${exceptionNamespace !== undefined}`,
    `--exceptionNamespace=${exceptionNamespace ?? ''}`,
    // The usual 20 a second are too few for a bulk of objects.
    '--clientRateLimitQPS=500',
    '--clientRateLimitBurst=1000',
  ];
  const program = (
    name: keyof typeof programs,
    args: string[],
    isReady: (signal: AbortSignal) => Promise<boolean>,
  ) =>
    new ManagedProcess({
      name,
      log: join(directory, `${name}.log`),
      command: programs[name],
      arguments: [...shared, `--metricsPort=${metricsPorts[name]}`, ...args],
      environment: {
        KYVERNO_NAMESPACE: NAMESPACE,
        KYVERNO_DEPLOYMENT: 'kyverno-admission-controller',
        KYVERNO_POD_NAME: name,
        KYVERNO_SERVICEACCOUNT_NAME: `kyverno-${name}`,
        INIT_CONFIG: 'kyverno',
        METRICS_CONFIG: 'kyverno-metrics',
      },
      guard,
      readyWithinMs: READY_WITHIN_MS,
      isReady,
    });

  const admission = program(
    'kyverno',
    [
      `--serverIP=127.0.0.1:${port}`,
      '--webhookServerHost=127.0.0.1',
      `--webhookServerPort=${port}`,
      '--controllerRuntimeMetricsAddress=0',
      `--caSecretName=${NAMESPACE}-svc.${NAMESPACE}.svc.kyverno-tls-ca`,
      `--tlsSecretName=${NAMESPACE}-svc.${NAMESPACE}.svc.kyverno-tls-pair`,
      `--backgroundServiceAccountName=${accountName('background')}`,
      `--reportsServiceAccountName=${accountName('reports')}`,
      ...(options.admissionArguments ?? []),
    ],
    signal => isReached(controlPlane, port, signal),
  );
  const reports = program(
    'reports-controller',
    [
      `--backgroundScanInterval=${options.backgroundScanInterval ?? '30s'}`,
      ...(options.reportsArguments ?? []),
    ],
    signal => isLeading(controlPlane, reports, signal),
  );
  const background = program(
    'background-controller',
    [
      '--controllerRuntimeMetricsAddress=0',
      ...(options.backgroundArguments ?? []),
    ],
    signal => isLeading(controlPlane, background, signal),
  );
  const processes = [admission, reports, background];
  const stop = async () => {
    await Promise.all(processes.map(process => process.kill()));
    await guard.end();
  };
  try {
    await Promise.all(processes.map(process => process.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    namespace: NAMESPACE,
    exceptionNamespace,
    directory,
    admission,
    reports,
    background,
    stop,
  };
}

function accountName(controller: string) {
  return `system:serviceaccount:${NAMESPACE}:kyverno-${controller}-controller`;
}

/** What the Helm chart would have made, as far as the programs miss it. */
function surroundings(exceptionNamespace: string | undefined) {
  const configMap = (name: string, data: object): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: NAMESPACE },
    data,
  });
  const objects: KubernetesObject[] = [NAMESPACE, exceptionNamespace]
    .filter(name => name !== undefined)
    .map(name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    }));
  return [
    ...objects,
    // Kyverno asks what they may read before it calls a policy ready for reports.
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: NAMESPACE },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: ['background', 'reports'].map(controller => ({
        kind: 'ServiceAccount',
        namespace: NAMESPACE,
        name: `kyverno-${controller}-controller`,
      })),
    },
    configMap('kyverno', {
      webhooks: JSON.stringify({
        namespaceSelector: {
          matchExpressions: [
            {
              key: 'kubernetes.io/metadata.name',
              operator: 'NotIn',
              values: ['kube-system', NAMESPACE],
            },
          ],
        },
      }),
      resourceFilters: `[Event,*,*] [*/*,kube-system,*] [*/*,${NAMESPACE},*]`,
    }),
    configMap('kyverno-metrics', {}),
  ];
}

/** Whether the API server knows its webhooks and they answer. */
async function isReached(
  controlPlane: ControlPlane,
  port: number,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await controlPlane.request(WEBHOOKS, { signal });
  if (!response.ok) {
    return false;
  }
  const { webhooks = [] } = (await response.json()) as {
    webhooks?: { clientConfig: { url?: string; caBundle?: string } }[];
  };
  const own = webhooks.find(({ clientConfig }) =>
    clientConfig.url?.startsWith(`https://127.0.0.1:${port}/`),
  );
  if (!own?.clientConfig.caBundle) {
    return false;
  }
  const ca = Buffer.from(own.clientConfig.caBundle, 'base64').toString();
  const dispatcher = new Agent({ connect: { ca } });
  try {
    const url = `https://127.0.0.1:${port}/health/readiness`;
    return (await fetch(url, { signal, dispatcher })).ok;
  } finally {
    await dispatcher.close();
  }
}

/** Whether it holds its lease, without which it does nothing. */
async function isLeading(
  controlPlane: ControlPlane,
  { name }: ManagedProcess,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await controlPlane.request(
    `/apis/coordination.k8s.io/v1/namespaces/${NAMESPACE}/leases/kyverno-${name}`,
    { signal },
  );
  if (!response.ok) {
    return false;
  }
  const { spec } = (await response.json()) as {
    spec: { holderIdentity?: string };
  };
  return Boolean(spec.holderIdentity);
}
