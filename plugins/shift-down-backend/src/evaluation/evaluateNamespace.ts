/** Evaluates what changed in one namespace, and forgets evaluations of what is gone. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CollectedObject,
  ObjectKey,
  ObjectReference,
} from '@shift-down/plugin-shift-down-common';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import { objectId } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type { BatchWriter } from '../collection/BatchWriter';
import type { EvidenceFollower } from '../collection/EvidenceFollower';
import type { FencedWriter } from '../collection/HeldLease';
import type { Clock } from '../database/DatabaseClock';
import {
  loadEvaluations,
  loadNamespace,
  loadResources,
  loadWorkloads,
  selectUnreadableKinds,
  type StoredEvaluation,
  type StoredWorkload,
} from '../database/operations/evaluation/loadNamespace';
import { removeDerived } from '../database/operations/derived/removeDerived';
import { NotEvaluatedError, type Evaluator } from './Evaluator';
import { namespaceText, objectText } from './inputs';
import { ADMITTED_KINDS } from './kinds';
import type { EvaluationMetrics } from './metrics';
import type { PreparedCluster } from './prepareCluster';
import {
  evaluationKey,
  toCollectedObject,
  toUnreadableObject,
} from './toCollectedObject';

const OBJECTS_PER_BATCH = 50;

/** @internal */
export interface EvaluateNamespaceOptions {
  database: Knex;
  clock: Clock;
  lease: FencedWriter;
  clusterName: string;
  follower: EvidenceFollower;
  evaluator: Evaluator;
  evaluationMetrics: EvaluationMetrics;
  writer: BatchWriter;
  signal: AbortSignal;
  logger: LoggerService;
  onMarked: () => void;
}

/** One look at a namespace: what is done, and what is left to be written. */
class NamespacePass {
  readonly #gone: Map<string, StoredEvaluation>;
  readonly #batch: CollectedObject[] = [];

  constructor(
    private readonly namespace: string,
    private readonly cluster: PreparedCluster,
    private readonly earlier: ReadonlyMap<string, StoredEvaluation>,
    private readonly options: EvaluateNamespaceOptions,
  ) {
    this.#gone = new Map(earlier);
  }

  /** Evaluates one object, unless all that would go into it has been evaluated before. */
  async evaluate(
    subject: ObjectReference,
    { unreadable }: { unreadable: string | null },
    textOf: (subject: ObjectReference) => string,
  ): Promise<void> {
    const { clusterName, evaluationMetrics, evaluator, signal } = this.options;
    signal.throwIfAborted();
    await giveWay();
    const key = evaluationKey(this.namespace, subject);
    const id = objectId(this.cluster.uid, key);
    this.#gone.delete(id);
    if (unreadable !== null) {
      await this.#refuse(
        key,
        id,
        subject,
        `It could not be read: ${unreadable}`,
      );
      return;
    }
    const text = textOf(subject);
    const inputHash = createHash('sha256')
      .update(this.cluster.hash)
      .update(text)
      .digest('hex');
    const before = this.earlier.get(id);
    if (before?.input_hash === inputHash && before.unreadable === null) {
      evaluationMetrics.count(clusterName, 'unchanged', 1);
      return;
    }
    const refused = this.cluster.refused.get(id);
    if (refused?.inputHash === inputHash) {
      await this.#refuse(key, id, subject, refused.reason);
      return;
    }
    try {
      const evaluated = await evaluationMetrics.time(clusterName, () =>
        evaluator.evaluate(this.cluster.key, text),
      );
      this.cluster.refused.delete(id);
      evaluationMetrics.count(clusterName, 'evaluated', 1);
      await this.#write(
        toCollectedObject(key, subject, {
          evaluated,
          inputHash,
          now: this.#now(),
        }),
      );
    } catch (error) {
      if (!(error instanceof NotEvaluatedError) || signal.aborted) {
        throw error;
      }
      const reason = `It could not be evaluated: ${error.message}`;
      this.cluster.refused.set(id, { inputHash, reason });
      this.options.logger.warn(
        `${subject.kind} '${this.namespace}/${subject.name}' of cluster ` +
          `'${clusterName}': ${reason}`,
      );
      await this.#refuse(key, id, subject, reason);
    }
  }

  async finish(): Promise<void> {
    const { clusterName, evaluationMetrics, onMarked } = this.options;
    await this.#flush();
    await removeDerived(this.options.lease, [...this.#gone.keys()], () =>
      this.#context(),
    );
    evaluationMetrics.count(clusterName, 'removed', this.#gone.size);
    if (this.#gone.size > 0) {
      onMarked();
    }
  }

  /** Said once: each time anew would have everybody concerned assessed again. */
  async #refuse(
    key: ObjectKey,
    id: string,
    subject: ObjectReference,
    reason: string,
  ): Promise<void> {
    const { clusterName, evaluationMetrics } = this.options;
    evaluationMetrics.count(clusterName, 'unreadable', 1);
    if (this.earlier.get(id)?.unreadable !== reason) {
      await this.#write(toUnreadableObject(key, subject, reason, this.#now()));
    }
  }

  async #write(object: CollectedObject): Promise<void> {
    this.#batch.push(object);
    if (this.#batch.length >= OBJECTS_PER_BATCH) {
      await this.#flush();
    }
  }

  async #flush(): Promise<void> {
    const batch = this.#batch.splice(0);
    if (batch.length > 0) {
      await this.options.writer.write('Evaluation', batch, () =>
        this.#context(),
      );
    }
  }

  #context() {
    const { clusterName, follower, signal } = this.options;
    signal.throwIfAborted();
    return {
      clusterName,
      clusterUid: this.cluster.uid,
      follower,
      now: this.#now(),
    };
  }

  #now(): string {
    return this.options.clock.now().toISOString();
  }
}

/** @internal */
export async function evaluateNamespace(
  name: string,
  cluster: PreparedCluster,
  options: EvaluateNamespaceOptions,
): Promise<void> {
  const { database } = options;
  const namespace = await loadNamespace(database, cluster.uid, name);
  const pass = new NamespacePass(
    name,
    cluster,
    await loadEvaluations(database, cluster.uid, name),
    options,
  );
  const resources = await loadResources(database, cluster.uid, name);
  const surroundings = {
    namespace,
    limitRanges: resources.filter(it => it.source_kind === 'LimitRange'),
  };
  const workloads: StoredWorkload[] = [];
  for await (const page of loadWorkloads(database, cluster.uid, name)) {
    for (const workload of page) {
      workloads.push(workload);
      await pass.evaluate(
        { namespace: name, kind: workload.kind, name: workload.name },
        workload,
        subject => objectText(subject, workload, surroundings),
      );
    }
  }
  for (const resource of resources) {
    if (ADMITTED_KINDS.some(kind => kind === resource.source_kind)) {
      await pass.evaluate(
        { namespace: name, kind: resource.kind, name: resource.name },
        resource,
        subject => objectText(subject, resource, surroundings),
      );
    }
  }
  if (namespace) {
    const unreadable = await selectUnreadableKinds(database, cluster.uid, name);
    await pass.evaluate(
      { namespace: '', kind: 'Namespace', name },
      namespace,
      () =>
        namespaceText(name, {
          namespace,
          workloads,
          resources,
          incomplete: {
            ...cluster.incomplete,
            ...Object.fromEntries(
              unreadable.map(kind => [
                kind,
                `Some ${kind} of the namespace could not be read`,
              ]),
            ),
          },
        }),
    );
  }
  await pass.finish();
}
