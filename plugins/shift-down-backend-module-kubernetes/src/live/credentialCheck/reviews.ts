/** What an API server says of the credential that asks it. */
import { z } from 'zod';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { readAnswerError, readText } from '../listwatch/AnswerError';

const TIMEOUT_MILLISECONDS = 15_000;
const MAXIMUM_ANSWER = 1024 * 1024;

/** One thing to do; a missing namespace stands for all. @internal */
export interface AccessAttributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

const accessReview = z.object({
  status: z.object({ allowed: z.boolean() }),
});

const selfReview = z.object({
  status: z.object({
    userInfo: z.object({
      username: z.string(),
      groups: z.array(z.string()).default([]),
    }),
  }),
});

/**
 * @throws AnswerError when the server won't say; ZodError when it isn't one; what the
 * connection throws.
 * @internal
 */
export async function mayI(
  connection: ClusterConnection,
  resourceAttributes: AccessAttributes,
  signal: AbortSignal,
): Promise<boolean> {
  const group = 'authorization.k8s.io';
  const answer = await post(
    connection,
    group,
    'SelfSubjectAccessReview',
    { resourceAttributes },
    signal,
  );
  return accessReview.parse(answer).status.allowed;
}

/** Errors as of {@link mayI}. @internal */
export async function whoAmI(
  connection: ClusterConnection,
  signal: AbortSignal,
): Promise<{ username: string; groups: string[] }> {
  const group = 'authentication.k8s.io';
  const answer = await post(
    connection,
    group,
    'SelfSubjectReview',
    undefined,
    signal,
  );
  return selfReview.parse(answer).status.userInfo;
}

async function post(
  connection: ClusterConnection,
  group: string,
  kind: string,
  spec: object | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  const apiVersion = `${group}/v1`;
  const answer = await connection.request(
    `/apis/${apiVersion}/${kind.toLowerCase()}s`,
    {
      method: 'POST',
      body: { apiVersion, kind, spec },
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      ]),
    },
  );
  if (answer.status >= 300) {
    throw await readAnswerError(answer);
  }
  return JSON.parse(await readText(answer.body, MAXIMUM_ANSWER));
}
