/** Who a cluster is. */
import { ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import { askJson } from './answer';
import type { ClusterConnection } from './connection/ClusterConnection';
import { AnswerError } from './listwatch/AnswerError';

const PATH = '/api/v1/namespaces/kube-system';
const namespace = z.object({ metadata: z.object({ uid: z.string().min(1) }) });

/**
 * The UID of the Namespace kube-system.
 *
 * @throws ServiceUnavailableError that says what to do, if the server won't say; what
 * the connection throws.
 * @internal
 */
export async function readClusterUid(
  connection: ClusterConnection,
  options: { signal: AbortSignal; milliseconds: number },
): Promise<string> {
  let answer: unknown;
  try {
    answer = await askJson(connection, PATH, options);
  } catch (error) {
    if (error instanceof AnswerError) {
      throw new ServiceUnavailableError(`${adviceFor(error)}`);
    }
    throw error;
  }
  const parsed = namespace.safeParse(answer);
  if (!parsed.success) {
    throw new ServiceUnavailableError(
      'What answers at the address of the cluster is not a Kubernetes API server; correct the address.',
    );
  }
  return parsed.data.metadata.uid;
}

function adviceFor({ status, message }: AnswerError): string {
  switch (status) {
    case 401:
      return 'The API server does not accept the credential (401). Renew it, or correct it in the configuration of the cluster.';
    case 403:
      return 'The credential may not read the Namespace kube-system, whose UID is the identity of the cluster. Grant it a ClusterRole with apiGroups: [""], resources: ["namespaces"], resourceNames: ["kube-system"], verbs: ["get"].';
    case 404:
      return 'There is no Namespace kube-system, whose UID is the identity of the cluster, at this address; correct the address.';
    default:
      return message;
  }
}
