import { join } from 'node:path';
import { ManagedProcess } from '../processes/ManagedProcess';
import type { ControlPlaneOptions } from '../types';
import type { Files } from './files';
import { featureGates, type Surroundings } from './surroundings';

export function createApiServer(
  surroundings: Surroundings,
  options: ControlPlaneOptions & {
    binary: string;
    port: number;
    etcdUrl: string;
    files: Files;
    withControllers: boolean;
    isReady: (signal: AbortSignal) => Promise<boolean>;
  },
): ManagedProcess {
  const { files, admissionPlugins = {} } = options;
  const enabled = admissionPlugins.enable ?? [];
  const disabled = admissionPlugins.disable ?? [];
  // It would refuse every Pod, as nobody makes the service account `default`.
  const switchedOff = options.withControllers
    ? disabled
    : [...disabled, 'ServiceAccount'];
  return new ManagedProcess({
    ...surroundings.process,
    name: 'kube-apiserver',
    log: join(surroundings.directory, 'kube-apiserver.log'),
    command: options.binary,
    arguments: [
      `--etcd-servers=${options.etcdUrl}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      // It would refuse a loopback address as the endpoint of the service `kubernetes`.
      '--endpoint-reconciler-type=none',
      `--secure-port=${options.port}`,
      `--tls-cert-file=${files.servingCertificate}`,
      `--tls-private-key-file=${files.servingKey}`,
      `--client-ca-file=${files.authority}`,
      `--token-auth-file=${files.tokens}`,
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.0.0.0/24',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${files.serviceAccountKey}`,
      `--service-account-signing-key-file=${files.serviceAccountKey}`,
      '--allow-privileged=true',
      // Ends watches in order; otherwise a stop waits for them for a minute.
      '--shutdown-watch-termination-grace-period=2s',
      '--profiling=false',
      ...list('--enable-admission-plugins', enabled),
      ...list('--disable-admission-plugins', switchedOff),
      ...featureGates(options.featureGates),
      ...(files.auditPolicy
        ? [
            `--audit-policy-file=${files.auditPolicy}`,
            `--audit-log-path=${files.auditLog}`,
            '--audit-log-mode=blocking',
          ]
        : []),
      ...(options.apiServerArguments ?? []),
    ],
    isReady: options.isReady,
  });
}

function list(flag: string, values: string[]) {
  return values.length > 0 ? [`${flag}=${values.join(',')}`] : [];
}
