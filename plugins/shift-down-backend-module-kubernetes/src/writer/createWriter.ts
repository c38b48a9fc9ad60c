/** From what configuration says to a writer. */
import type { CredentialOptions, WriterOptions } from '../config';
import { createConnection } from '../live/connection/createConnection';
import type { KubernetesPluginServices } from '../live/connection/KubernetesPluginAccess';
import { LiveClusterWriter } from './LiveClusterWriter';

/** Nothing is read or opened before it is asked for something. @internal */
export function createWriter(
  cluster: string,
  { exceptionNamespace, enforcer, prober }: WriterOptions,
  services: KubernetesPluginServices,
): { writer: LiveClusterWriter; close(): Promise<void> } {
  const connect = ({ connection, token }: CredentialOptions) =>
    createConnection(connection, services, token);
  const asEnforcer = connect(enforcer);
  const asProber = prober && connect(prober);
  return {
    writer: new LiveClusterWriter({
      cluster,
      exceptionNamespace,
      enforcer: asEnforcer,
      prober: asProber,
    }),
    async close() {
      await Promise.all([asEnforcer.close(), asProber?.close()]);
    },
  };
}
