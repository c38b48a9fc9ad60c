/** A cluster in memory that takes exceptions, with everything that can go wrong with it. */
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  ApplyOutcome,
  ClusterManifest,
  ClusterObject,
  ClusterObjectReference,
  ClusterObjectVersion,
  ClusterWriter,
  ProbeOutcome,
  RemoveOutcome,
} from '@shift-down/plugin-shift-down-node';

/** What happens at the next writing. */
export type Accident =
  /** Nobody answers, and nothing is written. */
  | 'away'
  /** It is written, and the answer is lost. */
  | 'answer-lost';

export class FakeCluster implements ClusterWriter {
  readonly exceptionNamespace = 'shift-down-exceptions';
  readonly objects = new Map<string, ClusterObject>();
  /** Every writing that had an effect. */
  readonly writings: string[] = [];
  uid = 'uid-prod';
  exceptionVersions = ['policies.kyverno.io/v1', 'guardrails.shift-down.io/v1'];
  warnings: string[] = [];
  away = false;
  accident?: Accident;
  /** Before a writing has an effect. */
  beforeWriting?: () => Promise<void>;
  probing: () => ProbeOutcome = () => ({
    outcome: 'unavailable',
    reason: 'There is no prober',
  });
  probed: string[] = [];
  #counter = 0;
  readonly #ownEntries = new Map<string, Set<string>>();

  constructor(readonly cluster: string = 'prod') {}

  async inspect() {
    this.#answer();
    return {
      uid: this.uid,
      exceptionVersions: this.exceptionVersions,
      hasExpiresAt: true,
      canProbe: true,
      warnings: this.warnings,
    };
  }

  async read(
    reference: ClusterObjectReference,
  ): Promise<ClusterObject | undefined> {
    this.#answer();
    return structuredClone(this.objects.get(keyOf(reference)));
  }

  async apply(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion | undefined,
  ): Promise<ApplyOutcome> {
    await this.#beforeWriting();
    const key = keyOfManifest(manifest);
    const found = this.objects.get(key);
    if (
      found?.uid !== expected?.uid ||
      found?.resourceVersion !== expected?.resourceVersion
    ) {
      return { outcome: 'conflict', reason: 'It is not what was expected' };
    }
    const object = this.put(this.#merge(key, manifest, found), found?.uid);
    this.writings.push(`${found ? 'change' : 'create'} ${key}`);
    this.#afterWriting();
    return {
      outcome: found ? 'changed' : 'created',
      object: structuredClone(object),
    };
  }

  async remove(
    reference: ClusterObjectReference,
    expected: ClusterObjectVersion,
  ): Promise<RemoveOutcome> {
    await this.#beforeWriting();
    const key = keyOf(reference);
    const found = this.objects.get(key);
    if (!found) {
      return { outcome: 'absent' };
    }
    if (
      found.uid !== expected.uid ||
      found.resourceVersion !== expected.resourceVersion
    ) {
      return { outcome: 'conflict', reason: 'It is not what was expected' };
    }
    this.objects.delete(key);
    this.writings.push(`remove ${key}`);
    this.#afterWriting();
    return { outcome: 'removed' };
  }

  async probe(manifest: ClusterManifest): Promise<ProbeOutcome> {
    this.#answer();
    this.probed.push(`${manifest.kind}/${manifest.metadata.name}`);
    return this.probing();
  }

  /** Puts an object there, as whoever. */
  put(manifest: ClusterManifest, uid?: string): ClusterObject {
    this.#counter += 1;
    const object: ClusterObject = {
      uid: uid ?? `object-${this.#counter}`,
      resourceVersion: String(this.#counter),
      manifest: structuredClone(manifest),
    };
    this.objects.set(keyOfManifest(manifest), object);
    return object;
  }

  /** As server-side apply does with a list that is a map: entries of others stay. */
  #merge(
    key: string,
    manifest: ClusterManifest,
    found: ClusterObject | undefined,
  ): ClusterManifest {
    if (!Array.isArray(manifest.entries)) {
      return manifest;
    }
    const there = found?.manifest.entries;
    const own = this.#ownEntries.get(key);
    const foreign = (Array.isArray(there) ? there : []).filter(
      entry => !own?.has(JSON.stringify(entry)),
    );
    this.#ownEntries.set(
      key,
      new Set(manifest.entries.map(entry => JSON.stringify(entry))),
    );
    return { ...manifest, entries: [...foreign, ...manifest.entries] };
  }

  async #beforeWriting(): Promise<void> {
    await this.beforeWriting?.();
    this.#answer();
    if (this.accident === 'away') {
      this.accident = undefined;
      throw new ServiceUnavailableError('Connection refused');
    }
  }

  #afterWriting(): void {
    if (this.accident === 'answer-lost') {
      this.accident = undefined;
      throw new ServiceUnavailableError('The connection was reset');
    }
  }

  #answer(): void {
    if (this.away) {
      throw new ServiceUnavailableError('Connection refused');
    }
  }
}

function keyOfManifest({ apiVersion, kind, metadata }: ClusterManifest) {
  const { name, namespace = '' } = metadata;
  return keyOf({ apiVersion, kind, namespace, name });
}

function keyOf(reference: ClusterObjectReference): string {
  const { apiVersion, kind, name, namespace } = reference;
  return [apiVersion, kind, namespace, name].join('/');
}
