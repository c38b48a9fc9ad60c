/** Which version of Kubernetes a cluster has. */
import { z } from 'zod';
import { askJson } from './answer';
import type { ClusterConnection } from './connection/ClusterConnection';

const version = z.object({ gitVersion: z.string() });

/**
 * Such as `v1.36`; undefined where the server won't say. It tells everybody by default.
 * @internal
 */
export async function readKubernetesVersion(
  connection: ClusterConnection,
  options: { signal: AbortSignal; milliseconds: number },
): Promise<string | undefined> {
  try {
    const { gitVersion } = version.parse(
      await askJson(connection, '/version', options),
    );
    return /^v\d+\.\d+/.exec(gitVersion)?.[0];
  } catch {
    return undefined;
  }
}
