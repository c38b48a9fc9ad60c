/** From what configuration says to a provisioner. */
import type { CredentialOptions, ProvisionerOptions } from '../config';
import { createConnection } from '../live/connection/createConnection';
import type { KubernetesPluginServices } from '../live/connection/KubernetesPluginAccess';
import { LiveClusterProvisioner } from './LiveClusterProvisioner';

/** Nothing is read or opened before it is asked for something. @internal */
export function createProvisioner(
  cluster: string,
  { provisioner, prober }: ProvisionerOptions,
  services: KubernetesPluginServices,
): { provisioner: LiveClusterProvisioner; close(): Promise<void> } {
  const connect = ({ connection, token }: CredentialOptions) =>
    createConnection(connection, services, token);
  const asProvisioner = connect(provisioner);
  const asProber = prober && connect(prober);
  return {
    provisioner: new LiveClusterProvisioner({
      cluster,
      provisioner: asProvisioner,
      prober: asProber,
    }),
    async close() {
      await Promise.all([asProvisioner.close(), asProber?.close()]);
    },
  };
}
