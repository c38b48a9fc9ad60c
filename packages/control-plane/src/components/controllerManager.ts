import { join } from 'node:path';
import { ManagedProcess } from '../processes/ManagedProcess';
import type { ControlPlaneOptions } from '../types';
import type { Files } from './files';
import { featureGates, type Surroundings } from './surroundings';

export function createControllerManager(
  surroundings: Surroundings,
  options: ControlPlaneOptions & {
    binary: string;
    files: Files;
    isReady: (signal: AbortSignal) => Promise<boolean>;
  },
): ManagedProcess {
  const { files } = options;
  return new ManagedProcess({
    ...surroundings.process,
    name: 'kube-controller-manager',
    log: join(surroundings.directory, 'kube-controller-manager.log'),
    command: options.binary,
    arguments: [
      `--kubeconfig=${files.kubeconfig}`,
      `--root-ca-file=${files.authority}`,
      `--service-account-private-key-file=${files.serviceAccountKey}`,
      // There is one, and a restarted one shall not wait for the lease of its ancestor.
      '--leader-elect=false',
      '--secure-port=0',
      // The usual 20 a second are too few for a bulk of objects.
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
      '--profiling=false',
      ...featureGates(options.featureGates),
      ...(options.controllerManagerArguments ?? []),
    ],
    isReady: options.isReady,
  });
}
