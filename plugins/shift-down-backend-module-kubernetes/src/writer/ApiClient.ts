/** Requests that are answered in one piece, within a time, and whatever the status. */
import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterWriterOptions } from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import type { ClusterConnection } from '../live/connection/ClusterConnection';
import { ConnectionError } from '../live/connection/ConnectionError';
import { readText } from '../live/listwatch/AnswerError';

const TIMEOUT_MILLISECONDS = 15_000;

/** An object of etcd is at most 1.5 MB; what tells of others may be larger. */
const MAXIMUM_ANSWER = 8 * 1024 * 1024;

/** @internal */
export interface Answer {
  status: number;
  body: unknown;
  /** As in the server's `Status`, such as `AlreadyExists`; empty for a success. */
  reason: string;
  /** What the server says, without secrets; the status where it says nothing. */
  message: string;
}

const statusBody = z.object({
  reason: z.string().catch(''),
  message: z.string().catch(''),
});

/** Whose credential it is; each has its rights in `examples/kubernetes/<role>.yaml`. @internal */
export type CredentialRole = 'enforcer' | 'prober' | 'provisioner';

/** @internal */
export class ApiClient {
  constructor(
    readonly role: CredentialRole,
    readonly connection: ClusterConnection,
    private readonly timeoutMilliseconds = TIMEOUT_MILLISECONDS,
  ) {}

  get(path: string, options: ClusterWriterOptions): Promise<Answer> {
    return this.#ask(path, {}, options);
  }

  /** Nothing is changed by it: a review, or a dry run. */
  ask(
    path: string,
    body: unknown,
    options: ClusterWriterOptions,
  ): Promise<Answer> {
    return this.#ask(path, { method: 'POST', body }, options);
  }

  create(
    path: string,
    body: unknown,
    options: ClusterWriterOptions,
  ): Promise<Answer> {
    return this.#ask(path, { method: 'POST', body, changes: true }, options);
  }

  patch(
    path: string,
    body: unknown,
    contentType: string,
    options: ClusterWriterOptions,
  ): Promise<Answer> {
    const request = { method: 'PATCH', body, contentType, changes: true };
    return this.#ask(path, request as RequestOptions, options);
  }

  delete(
    path: string,
    body: unknown,
    options: ClusterWriterOptions,
  ): Promise<Answer> {
    return this.#ask(path, { method: 'DELETE', body, changes: true }, options);
  }

  async #ask(
    path: string,
    request: RequestOptions,
    { signal }: ClusterWriterOptions,
  ): Promise<Answer> {
    signal.throwIfAborted();
    const late = AbortSignal.timeout(this.timeoutMilliseconds);
    try {
      const response = await this.connection.request(path, {
        ...request,
        signal: AbortSignal.any([signal, late]),
      });
      // The timeout ends the body too.
      const text = await readText(response.body, MAXIMUM_ANSWER);
      return toAnswer(response.status, text);
    } catch (error) {
      signal.throwIfAborted();
      throw unavailable(error, late.aborted);
    }
  }
}

type RequestOptions = Omit<
  Parameters<ClusterConnection['request']>[1],
  'signal'
>;

function toAnswer(status: number, text: string): Answer {
  if (status < 300) {
    return { status, body: JSON.parse(text), reason: '', message: '' };
  }
  let said = { reason: '', message: '' };
  try {
    said = statusBody.parse(JSON.parse(text));
  } catch {
    // Not every answer is the API server's own.
  }
  return {
    status,
    body: undefined,
    reason: said.reason,
    message: redact(said.message || `The API server answered ${status}.`),
  };
}

/** Messages of others than the connection's are not quoted: they may hold a credential. */
function unavailable(error: unknown, late: boolean): Error {
  if (late) {
    return new ServiceUnavailableError(
      'The API server did not answer in time; check its load and its webhooks.',
    );
  }
  if (error instanceof ConnectionError) {
    return new ServiceUnavailableError(error.message);
  }
  if (error instanceof RangeError) {
    return new ServiceUnavailableError(
      'The answer of the API server is longer than 8 MiB.',
    );
  }
  return new ServiceUnavailableError(
    'What answers is not a Kubernetes API server, or the answer broke off; check the address.',
  );
}
