/** A cluster in memory that namespaces are made in, with everything that can go wrong with it. */
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
  DryRunOutcome,
  ProvisionerCapabilities,
} from '@shift-down/plugin-shift-down-node';

/** What happens at a call. @internal */
export type Accident =
  /** Nobody answers, and nothing is written. */
  | 'away'
  /** It is written, and the answer is lost. */
  | 'answer-lost'
  /** Whoever asked is killed: it never hears of anything again. */
  | 'killed'
  /** It is written, and whoever asked is killed before the answer. */
  | 'killed-after';

/** @internal */
export class FakeProvisioner implements ClusterProvisioner {
  readonly objects = new Map<string, ClusterObject>();
  /** Every call, as `apply NetworkPolicy team-a/default-deny`. */
  readonly calls: string[] = [];
  /** Every writing that had an effect, in the same words. */
  readonly writings: string[] = [];
  uid: string;
  away = false;
  warnings: string[] = [];
  generatingPolicyVersion: string | undefined;
  /** By number of the call, the first is 1. */
  readonly accidents = new Map<number, Accident>();
  /** Kinds that a policy refuses, with what it says. */
  readonly refusals = new Map<string, string>();
  /** Kinds whose fields others own, with what the API server says. */
  readonly conflicts = new Map<string, string>();
  /** Before the n-th call, somebody else does something. */
  readonly meanwhile = new Map<number, () => void>();
  dryRuns: (manifest: ClusterManifest) => DryRunOutcome = manifest => ({
    outcome: 'admitted',
    manifest,
  });
  reviews: (question: AccessReview) => AccessReviewOutcome = () => ({
    outcome: 'denied',
    reason: '',
  });
  #next = 1;
  #onKilled: () => void = () => {};

  constructor(readonly cluster = 'prod', uid = 'uid-prod') {
    this.uid = uid;
  }

  async inspect(): Promise<ProvisionerCapabilities> {
    await this.#call('inspect');
    return {
      uid: this.uid,
      provisioner: 'system:serviceaccount:shift-down:shift-down-provisioner',
      prober: 'system:serviceaccount:shift-down:shift-down-prober',
      warnings: this.warnings,
      ...(this.generatingPolicyVersion !== undefined && {
        generatingPolicyVersion: this.generatingPolicyVersion,
      }),
    };
  }

  async read(
    reference: ClusterObjectReference,
  ): Promise<ClusterObject | undefined> {
    await this.#call(`read ${nameOf(reference)}`);
    return structuredClone(this.objects.get(keyOf(reference)));
  }

  async apply(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion | undefined,
  ): Promise<ApplyOutcome> {
    const reference = referenceOf(manifest);
    const what = `apply ${nameOf(reference)}`;
    const accident = await this.#call(what);
    const outcome = this.#apply(manifest, expected, what);
    if (accident === 'answer-lost') {
      throw new ServiceUnavailableError('The answer did not arrive');
    }
    return accident === 'killed-after' ? await this.#die() : outcome;
  }

  async dryRun(manifest: ClusterManifest): Promise<DryRunOutcome> {
    await this.#call(`dryRun ${nameOf(referenceOf(manifest))}`);
    return this.dryRuns(manifest);
  }

  async reviewAccess(question: AccessReview): Promise<AccessReviewOutcome> {
    await this.#call('reviewAccess');
    return this.reviews(question);
  }

  /** When whoever asks is killed next. */
  async whenKilled(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#onKilled = resolve;
    });
  }

  /** Somebody else makes or changes an object. */
  put(manifest: ClusterManifest, uid?: string): ClusterObject {
    const key = keyOf(referenceOf(manifest));
    const object: ClusterObject = {
      uid: uid ?? this.objects.get(key)?.uid ?? this.#number('uid'),
      resourceVersion: this.#number(''),
      manifest: structuredClone(manifest),
    };
    this.objects.set(key, object);
    return object;
  }

  /** Somebody else deletes an object; of a Namespace, all that is in it. */
  remove(kind: string, name: string, namespace = ''): void {
    for (const [key, { manifest }] of this.objects) {
      const isIt =
        manifest.kind === kind &&
        manifest.metadata.name === name &&
        (manifest.metadata.namespace ?? '') === namespace;
      const isIn = kind === 'Namespace' && manifest.metadata.namespace === name;
      if (isIt || isIn) {
        this.objects.delete(key);
      }
    }
  }

  find(kind: string, name: string, namespace = ''): ClusterObject | undefined {
    return [...this.objects.values()].find(
      ({ manifest }) =>
        manifest.kind === kind &&
        manifest.metadata.name === name &&
        (manifest.metadata.namespace ?? '') === namespace,
    );
  }

  /** By object, to see whether anything was written. */
  resourceVersions(): Record<string, string> {
    return Object.fromEntries(
      [...this.objects].map(([key, it]) => [key, it.resourceVersion]),
    );
  }

  #apply(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion | undefined,
    what: string,
  ): ApplyOutcome {
    const refusal = this.refusals.get(manifest.kind);
    if (refusal !== undefined) {
      return { outcome: 'refused', reason: refusal };
    }
    const conflict = this.conflicts.get(manifest.kind);
    if (conflict !== undefined) {
      return { outcome: 'conflict', reason: conflict };
    }
    const key = keyOf(referenceOf(manifest));
    const existing = this.objects.get(key);
    if (!expected) {
      if (existing) {
        return { outcome: 'conflict', reason: 'it exists already' };
      }
      this.writings.push(what);
      return { outcome: 'created', object: this.put(manifest) };
    }
    if (
      existing?.uid !== expected.uid ||
      existing.resourceVersion !== expected.resourceVersion
    ) {
      return { outcome: 'conflict', reason: 'it is another one now' };
    }
    const merged = merge(existing.manifest, manifest) as ClusterManifest;
    if (JSON.stringify(merged) === JSON.stringify(existing.manifest)) {
      return { outcome: 'unchanged', object: structuredClone(existing) };
    }
    this.writings.push(what);
    return { outcome: 'changed', object: this.put(merged) };
  }

  /** @returns what is to happen after the writing */
  async #call(what: string): Promise<Accident | undefined> {
    this.calls.push(what);
    this.meanwhile.get(this.calls.length)?.();
    const accident = this.accidents.get(this.calls.length);
    const isReading = !what.startsWith('apply');
    if (accident === 'killed' || (accident === 'killed-after' && isReading)) {
      return await this.#die();
    }
    if (
      this.away ||
      accident === 'away' ||
      (accident === 'answer-lost' && isReading)
    ) {
      throw new ServiceUnavailableError('Nobody answers at https://prod:6443');
    }
    return accident;
  }

  /** As of a process that is not there any more. */
  async #die(): Promise<never> {
    this.#onKilled();
    return await new Promise<never>(() => {});
  }

  #number(prefix: string): string {
    return `${prefix && `${prefix}-`}${this.#next++}`;
  }
}

/** As server-side apply does it, as far as maps go: what others said stays. */
function merge(existing: unknown, applied: unknown): unknown {
  if (!isMap(existing) || !isMap(applied)) {
    return structuredClone(applied);
  }
  const result: Record<string, unknown> = { ...existing };
  for (const [key, value] of Object.entries(applied)) {
    result[key] = merge(existing[key], value);
  }
  return result;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function referenceOf(manifest: ClusterManifest): ClusterObjectReference {
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    namespace: manifest.metadata.namespace ?? '',
    name: manifest.metadata.name,
  };
}

function keyOf(it: ClusterObjectReference): string {
  return [it.apiVersion, it.kind, it.namespace, it.name].join('|');
}

function nameOf({ kind, name, namespace }: ClusterObjectReference): string {
  return `${kind} ${namespace && `${namespace}/`}${name}`;
}
