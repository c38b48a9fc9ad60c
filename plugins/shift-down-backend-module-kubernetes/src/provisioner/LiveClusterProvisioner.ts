/** Makes namespaces in one cluster, with a credential that may do nothing else. */
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  AccessReview,
  AccessReviewOutcome,
  ApplyOutcome,
  ClusterManifest,
  ClusterObject,
  ClusterObjectReference,
  ClusterObjectVersion,
  ClusterProvisioner,
  ClusterWriterOptions,
  DryRunOutcome,
  ProvisionerApplyOptions,
  ProvisionerCapabilities,
} from '@shift-down/plugin-shift-down-node';
import type { ClusterConnection } from '../live/connection/ClusterConnection';
import { ApiClient } from '../writer/ApiClient';
import { changeObject, createObject, makeOver } from '../writer/applyObject';
import type { ObjectPath } from '../writer/objectPath';
import { parseObject, toClusterObject } from '../writer/objects';
import { throwUnlessRefused } from '../writer/refusal';
import { baselinePath, referenceOf } from './baselineKinds';
import { dryRunObject } from './dryRunObject';
import {
  identifyProvisioner,
  rightsOf,
  type ProvisionerRights,
} from './inspectProvisioner';
import { reviewAccess } from './reviewAccess';

/** How often a quota is looked at again before its conflict is taken for one. */
const ATTEMPTS = 4;
/** They only warn, and change seldom. */
const RIGHTS_MILLISECONDS = 60_000;

/** @internal */
export class LiveClusterProvisioner implements ClusterProvisioner {
  readonly cluster: string;
  readonly #client: ApiClient;
  readonly #prober: ApiClient | undefined;
  #rights: { uid: string; at: number; rights: ProvisionerRights } | undefined;

  constructor(options: {
    /** Name in config. */
    cluster: string;
    provisioner: ClusterConnection;
    prober?: ClusterConnection;
  }) {
    this.cluster = options.cluster;
    this.#client = new ApiClient('provisioner', options.provisioner);
    this.#prober = options.prober && new ApiClient('prober', options.prober);
  }

  /** Which cluster it is, is asked each time; what the credentials may do, once a minute. */
  async inspect(
    options: ClusterWriterOptions,
  ): Promise<ProvisionerCapabilities> {
    const identity = await identifyProvisioner(this.#client, options);
    const known = this.#rights;
    if (
      known?.uid === identity.uid &&
      performance.now() - known.at < RIGHTS_MILLISECONDS
    ) {
      return { ...identity, ...known.rights };
    }
    const rights = await rightsOf(this.#client, this.#prober, options);
    this.#rights = { uid: identity.uid, at: performance.now(), rights };
    return { ...identity, ...rights };
  }

  read(
    reference: ClusterObjectReference,
    options: ClusterWriterOptions,
  ): Promise<ClusterObject | undefined> {
    return this.#read(baselinePath(reference), options);
  }

  async apply(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion | undefined,
    options: ProvisionerApplyOptions,
  ): Promise<ApplyOutcome> {
    const path = baselinePath(referenceOf(manifest));
    return expected === undefined
      ? this.#create(path, manifest, options)
      : this.#change(path, manifest, expected, options);
  }

  async dryRun(
    manifest: ClusterManifest,
    options: ClusterWriterOptions,
  ): Promise<DryRunOutcome> {
    return this.#prober
      ? dryRunObject(this.#prober, manifest, options)
      : { outcome: 'unavailable', message: this.#noProber };
  }

  async reviewAccess(
    question: AccessReview,
    options: ClusterWriterOptions,
  ): Promise<AccessReviewOutcome> {
    return this.#prober
      ? reviewAccess(this.#prober, question, options)
      : { outcome: 'unavailable', reason: this.#noProber };
  }

  get #noProber(): string {
    return `No prober is configured for the cluster ${this.cluster}; without one nothing can be asked.`;
  }

  /** What is created belongs to apply at once, so that applying it again changes nothing. */
  async #create(
    path: ObjectPath,
    manifest: ClusterManifest,
    options: ClusterWriterOptions,
  ): Promise<ApplyOutcome> {
    const created = await createObject(this.#client, path, manifest, options);
    if (created.outcome !== 'created') {
      return created;
    }
    const { object } = created;
    const applied = await this.#change(path, manifest, object, options);
    return 'object' in applied
      ? { outcome: 'created', object: applied.object }
      : created;
  }

  async #change(
    path: ObjectPath,
    manifest: ClusterManifest,
    expected: ClusterObjectVersion,
    options: ProvisionerApplyOptions,
  ): Promise<ApplyOutcome> {
    let version = expected;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#changeOnce(path, manifest, version, options);
      if (outcome.outcome !== 'conflict' || !countsItself(manifest)) {
        return outcome;
      }
      const found = await this.#read(path, options);
      if (
        found?.uid !== version.uid ||
        found.resourceVersion === version.resourceVersion ||
        attempt === ATTEMPTS
      ) {
        return outcome;
      }
      version = found;
    }
  }

  async #changeOnce(
    path: ObjectPath,
    manifest: ClusterManifest,
    expected: ClusterObjectVersion,
    options: ProvisionerApplyOptions,
  ): Promise<ApplyOutcome> {
    // It may have been cut off between creating it and making it over.
    const own = await makeOver(this.#client, path, expected, options);
    const outcome = await changeObject(
      this.#client,
      path,
      manifest,
      { ...expected, ...(own !== undefined && { resourceVersion: own }) },
      options,
      options.takesBack,
    );
    return own !== undefined && outcome.outcome === 'unchanged'
      ? { ...outcome, outcome: 'changed' }
      : outcome;
  }

  async #read(
    path: ObjectPath,
    options: ClusterWriterOptions,
  ): Promise<ClusterObject | undefined> {
    const answer = await this.#client.get(path.object, options);
    if (answer.status === 404) {
      return undefined;
    }
    if (answer.status !== 200) {
      const asked = { verb: 'get', path };
      await throwUnlessRefused(this.#client, answer, asked, options);
      throw new ServiceUnavailableError(answer.message);
    }
    return toClusterObject(parseObject(answer.body));
  }
}

/**
 * A quota's version changes with every Pod that is counted, which is nobody's change; fields
 * that somebody changed are a conflict of their own.
 */
function countsItself({ kind }: ClusterManifest): boolean {
  return kind === 'ResourceQuota';
}
