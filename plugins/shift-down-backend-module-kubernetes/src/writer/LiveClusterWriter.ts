/** Writes exceptions to one cluster, with credentials that may do nothing else. */
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  ApplyOutcome,
  ClusterCapabilities,
  ClusterManifest,
  ClusterObject,
  ClusterObjectReference,
  ClusterObjectVersion,
  ClusterWriter,
  ClusterWriterOptions,
  ProbeOutcome,
  RemoveOutcome,
} from '@shift-down/plugin-shift-down-node';
import type { ClusterConnection } from '../live/connection/ClusterConnection';
import { ApiClient, type Answer } from './ApiClient';
import { changeObject, createObject } from './applyObject';
import { proberWarnings } from './credentialWarnings';
import { inspectCluster } from './inspectCluster';
import { exceptionPath } from './kinds';
import type { ObjectPath } from './objectPath';
import { parseObject, toClusterObject } from './objects';
import { probeObject } from './probeObject';
import { throwUnlessRefused } from './refusal';
import { enforcerWarnings } from './warnings';

/** @internal */
export class LiveClusterWriter implements ClusterWriter {
  readonly cluster: string;
  readonly exceptionNamespace: string;
  readonly #client: ApiClient;
  readonly #prober: ApiClient | undefined;

  constructor(options: {
    /** Name in config. */
    cluster: string;
    exceptionNamespace: string;
    enforcer: ClusterConnection;
    prober?: ClusterConnection;
  }) {
    this.cluster = options.cluster;
    this.exceptionNamespace = options.exceptionNamespace;
    this.#client = new ApiClient('enforcer', options.enforcer);
    this.#prober = options.prober && new ApiClient('prober', options.prober);
  }

  async inspect(options: ClusterWriterOptions): Promise<ClusterCapabilities> {
    const found = await inspectCluster(this.#client, options);
    const warnings = await enforcerWarnings(
      this.#client,
      found.exceptionVersions,
      this.exceptionNamespace,
      options,
    );
    if (this.#prober) {
      warnings.push(...(await proberWarnings(this.#prober, options)));
    }
    return { ...found, canProbe: this.#prober !== undefined, warnings };
  }

  async read(
    reference: ClusterObjectReference,
    options: ClusterWriterOptions,
  ): Promise<ClusterObject | undefined> {
    const path = exceptionPath(reference, this.exceptionNamespace);
    const answer = await this.#client.get(path.object, options);
    if (answer.status === 404) {
      return undefined;
    }
    if (answer.status !== 200) {
      throw await this.#failure(answer, 'get', path, options);
    }
    return toClusterObject(parseObject(answer.body));
  }

  apply(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion | undefined,
    options: ClusterWriterOptions,
  ): Promise<ApplyOutcome> {
    const { apiVersion, kind, metadata } = manifest;
    const path = exceptionPath(
      {
        apiVersion,
        kind,
        namespace: metadata.namespace ?? '',
        name: metadata.name,
      },
      this.exceptionNamespace,
    );
    return expected === undefined
      ? createObject(this.#client, path, manifest, options)
      : changeObject(this.#client, path, manifest, expected, options);
  }

  async remove(
    reference: ClusterObjectReference,
    expected: ClusterObjectVersion,
    options: ClusterWriterOptions,
  ): Promise<RemoveOutcome> {
    const path = exceptionPath(reference, this.exceptionNamespace);
    const { uid, resourceVersion } = expected;
    const answer = await this.#client.delete(
      path.object,
      {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid, resourceVersion },
      },
      options,
    );
    const { status, message } = answer;
    if (status < 300) {
      return { outcome: 'removed' };
    }
    if (status === 404) {
      return { outcome: 'absent' };
    }
    if (status === 409) {
      return { outcome: 'conflict', reason: message };
    }
    throw await this.#failure(answer, 'delete', path, options);
  }

  async probe(
    manifest: ClusterManifest,
    options: ClusterWriterOptions,
  ): Promise<ProbeOutcome> {
    return this.#prober
      ? probeObject(this.#prober, manifest, options)
      : {
          outcome: 'unavailable',
          reason: `No prober is configured for the cluster ${this.cluster}.`,
        };
  }

  async #failure(
    answer: Answer,
    verb: string,
    path: ObjectPath,
    options: ClusterWriterOptions,
  ): Promise<Error> {
    await throwUnlessRefused(this.#client, answer, { verb, path }, options);
    return new ServiceUnavailableError(answer.message);
  }
}
