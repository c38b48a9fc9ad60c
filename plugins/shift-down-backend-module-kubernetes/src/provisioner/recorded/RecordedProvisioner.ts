/** Makes namespaces in a recorded cluster: as files in its folder, which it then observes. */
import { ServiceUnavailableError } from '@backstage/errors';
import type {
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
import { randomUUID } from 'crypto';
import { referenceOf } from '../baselineKinds';
import { findInRecording, type FoundObject } from './findInRecording';
import { ProvisionedFiles } from './ProvisionedFiles';
import {
  defaulted,
  differingFields,
  parseStored,
  renderStored,
  versionOf,
  type StoredObject,
} from './storedObject';

const KUBE_SYSTEM = {
  apiVersion: 'v1',
  kind: 'Namespace',
  namespace: '',
  name: 'kube-system',
};

const ADMITS_NOTHING = 'A recorded cluster admits nothing.';

/** @internal */
export class RecordedProvisioner implements ClusterProvisioner {
  readonly cluster: string;
  readonly #folder: string;
  readonly #maxFileBytes: number;
  readonly #files: ProvisionedFiles;
  /** One after another: looking at a file and replacing it are two steps. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: {
    /** Name in config. */
    cluster: string;
    /** Absolute path. */
    folder: string;
    maxFileBytes: number;
  }) {
    this.cluster = options.cluster;
    this.#folder = options.folder;
    this.#maxFileBytes = options.maxFileBytes;
    this.#files = new ProvisionedFiles(options.folder);
  }

  async inspect({
    signal,
  }: ClusterWriterOptions): Promise<ProvisionerCapabilities> {
    const found = await this.#find(KUBE_SYSTEM, signal);
    if (!found) {
      throw new ServiceUnavailableError(
        'The recorded cluster holds no Namespace kube-system, whose UID is the identity of the cluster; add it.',
      );
    }
    return {
      uid: found.object.uid,
      provisioner: 'the portal, into the folder of the recorded cluster',
      warnings: [],
    };
  }

  async read(
    reference: ClusterObjectReference,
    { signal }: ClusterWriterOptions,
  ): Promise<ClusterObject | undefined> {
    const stored = await this.#stored(reference);
    return stored
      ? toClusterObject(stored)
      : (await this.#find(reference, signal))?.object;
  }

  apply(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion | undefined,
    options: ProvisionerApplyOptions,
  ): Promise<ApplyOutcome> {
    return this.#inTurn(() =>
      expected === undefined
        ? this.#create(manifest, options)
        : this.#change(manifest, expected, options),
    );
  }

  async dryRun(): Promise<DryRunOutcome> {
    return { outcome: 'unavailable', message: ADMITS_NOTHING };
  }

  async reviewAccess(): Promise<AccessReviewOutcome> {
    return { outcome: 'unavailable', reason: ADMITS_NOTHING };
  }

  async #create(
    manifest: ClusterManifest,
    { signal }: ClusterWriterOptions,
  ): Promise<ApplyOutcome> {
    const reference = referenceOf(manifest);
    const name = this.#files.nameOf(reference);
    const found = await this.#find(reference, signal, name);
    if (found) {
      return conflict(`${found.file} holds it already.`);
    }
    const object = newObject(manifest);
    if (
      !(await this.#files.create(name, renderStored(object.manifest, object)))
    ) {
      return conflict(`${name} exists already.`);
    }
    if (manifest.kind === 'Namespace') {
      await this.#createAccount(manifest.metadata.name);
    }
    return { outcome: 'created', object: toClusterObject(object) };
  }

  /** As the cluster's own controller would. */
  async #createAccount(namespace: string): Promise<void> {
    const account = newObject({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace },
    });
    await this.#files.create(
      this.#files.nameOf(referenceOf(account.manifest)),
      renderStored(account.manifest, account),
    );
  }

  async #change(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion,
    { signal, takesBack = false }: ProvisionerApplyOptions,
  ): Promise<ApplyOutcome> {
    const reference = referenceOf(manifest);
    const name = this.#files.nameOf(reference);
    const stored = await this.#stored(reference);
    if (!stored) {
      const found = await this.#find(reference, signal);
      return found
        ? {
            outcome: 'refused',
            reason: `${found.file} of the recorded cluster holds it, as somebody wrote it; change it there.`,
          }
        : conflict('It is not there any more.');
    }
    if (
      stored.uid !== expected.uid ||
      stored.resourceVersion !== expected.resourceVersion
    ) {
      return conflict(`${name} is another one now, or was changed since.`);
    }
    const wanted = defaulted(manifest);
    const differing = differingFields(wanted, stored.manifest);
    if (stored.isEdited && differing.length > 0 && !takesBack) {
      return conflict(
        `${differing.join(', ')}: somebody changed it in ${name}.`,
      );
    }
    const isAsWanted = stored.isEdited
      ? differing.length === 0
      : versionOf(wanted) === stored.resourceVersion;
    if (isAsWanted) {
      return { outcome: 'unchanged', object: toClusterObject(stored) };
    }
    const object = {
      ...stored,
      manifest: wanted,
      resourceVersion: versionOf(wanted),
    };
    await this.#files.replace(name, renderStored(wanted, object));
    return { outcome: 'changed', object: toClusterObject(object) };
  }

  async #stored(
    reference: ClusterObjectReference,
  ): Promise<StoredObject | undefined> {
    const text = await this.#files.read(this.#files.nameOf(reference));
    const stored = text === undefined ? undefined : parseStored(text);
    return stored && isAbout(stored.manifest, reference) ? stored : undefined;
  }

  #find(
    reference: ClusterObjectReference,
    signal: AbortSignal,
    skipped?: string,
  ): Promise<FoundObject | undefined> {
    const maxFileBytes = this.#maxFileBytes;
    return findInRecording(this.#folder, reference, {
      maxFileBytes,
      skipped,
      signal,
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function newObject(manifest: ClusterManifest): StoredObject {
  const whole = defaulted(manifest);
  return {
    uid: randomUUID(),
    creationTimestamp: new Date().toISOString(),
    resourceVersion: versionOf(whole),
    manifest: whole,
    isEdited: false,
  };
}

function isAbout(
  { apiVersion, kind, metadata }: ClusterManifest,
  reference: ClusterObjectReference,
): boolean {
  return (
    apiVersion === reference.apiVersion &&
    kind === reference.kind &&
    metadata.name === reference.name &&
    (metadata.namespace ?? '') === reference.namespace
  );
}

function toClusterObject({
  uid,
  resourceVersion,
  manifest,
}: StoredObject): ClusterObject {
  return { uid, resourceVersion, manifest };
}

function conflict(reason: string): ApplyOutcome {
  return { outcome: 'conflict', reason };
}
