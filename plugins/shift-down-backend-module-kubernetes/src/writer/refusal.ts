/** What an answer that is no success means. */
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { ClusterWriterOptions } from '@shift-down/plugin-shift-down-node';
import { mayI } from '../live/credentialCheck/reviews';
import type { Answer, ApiClient } from './ApiClient';
import type { ObjectPath } from './objectPath';

/**
 * @throws NotAllowedError if the credential is not accepted or may not, and
 * ServiceUnavailableError if the server can't just now; returns where neither is so.
 * @internal
 */
export async function throwUnlessRefused(
  client: ApiClient,
  answer: Answer,
  asked: { verb: string; path: ObjectPath },
  options: ClusterWriterOptions,
): Promise<void> {
  const { role } = client;
  const { verb, path } = asked;
  const { status, message } = answer;
  if (status === 401) {
    throw new NotAllowedError(
      `The API server does not accept the credential of the ${role} (401). Renew it, or correct it in the configuration of the cluster.`,
    );
  }
  if (status === 429 || status >= 500) {
    throw new ServiceUnavailableError(message);
  }
  // Admission answers 403 as well.
  if (status === 403 && !(await isAllowed(client, verb, path, options))) {
    throw new NotAllowedError(
      `The ${role} may not ${verb} ${nameOf(path)}${
        path.namespace ? ` in ${path.namespace}` : ''
      }. Grant it the rights of examples/kubernetes/${role}.yaml.`,
    );
  }
}

async function isAllowed(
  client: ApiClient,
  verb: string,
  { group, resource, namespace }: ObjectPath,
  { signal }: ClusterWriterOptions,
): Promise<boolean> {
  try {
    return await mayI(
      client.connection,
      { verb, group, resource, namespace },
      signal,
    );
  } catch {
    signal.throwIfAborted();
    throw new ServiceUnavailableError(
      'The API server refuses, and does not say whether the credential or a policy is why.',
    );
  }
}

function nameOf({ group, resource }: ObjectPath): string {
  return group === '' ? resource : `${resource}.${group}`;
}
