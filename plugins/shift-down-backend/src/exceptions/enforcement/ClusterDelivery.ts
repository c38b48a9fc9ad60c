/** Tells an engine by writing to its cluster. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ApplyOutcome,
  ClusterCapabilities,
  ClusterWriter,
  ClusterWriterOptions,
  RemoveOutcome,
} from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { selectEntriesOfOthers } from '../../database/operations/exceptions/enforcement/selectEntriesOfOthers';
import type { Deliveries } from './Deliveries';
import type { EndProver } from './EndProver';
import type { EngineObject, NoteIntent } from './EngineObject';
import { GuardrailEntries } from './GuardrailEntries';
import { nextEnforcementStep } from './nextEnforcementStep';
import { OwnObject } from './OwnObject';
import type { EnforcementOrder, EnforcementOutcome } from './types';

/** Less than a lease lasts: who has lost it is not to write any more. */
const TIMEOUT_MILLISECONDS = 10_000;

/** @internal */
export interface DeliveryRequest {
  order: EnforcementOrder;
  wish: 'there' | 'gone';
  /** Stores something about the order at once, while the lease is held. */
  note: NoteIntent;
  now: Date;
  signal: AbortSignal;
  /** What clusters answered in this round, by name. */
  inspected: Map<string, ClusterCapabilities>;
}

/** @internal */
export interface ClusterDeliveryOptions {
  database: Knex;
  deliveries: Deliveries;
  prover: EndProver;
  logger: LoggerService;
}

/** @internal */
export class ClusterDelivery {
  readonly #options: ClusterDeliveryOptions;

  constructor(options: ClusterDeliveryOptions) {
    this.#options = options;
  }

  async deliver(request: DeliveryRequest): Promise<EnforcementOutcome> {
    const { order, signal, wish } = request;
    const { cluster, plan, row } = order;
    const writer =
      cluster === undefined
        ? undefined
        : this.#options.deliveries.writerOf(cluster);
    if (!writer || !plan.object) {
      return problem(
        wish,
        `Nothing may write to ${
          cluster === undefined
            ? 'this cluster, which is not configured any more'
            : `${cluster}. Give it an enforcer in shiftDown.clusters`
        }`,
      );
    }
    const options = () => this.#optionsFor(signal);
    const capabilities =
      request.inspected.get(writer.cluster) ??
      (await writer.inspect(options()));
    request.inspected.set(writer.cluster, capabilities);
    if (capabilities.uid !== row.cluster_uid) {
      return problem(
        wish,
        `${writer.cluster} is another cluster now than the one that was meant, so nothing was written`,
      );
    }
    if (
      wish === 'there' &&
      !capabilities.exceptionVersions.includes(plan.object.apiVersion)
    ) {
      return {
        outcome: 'failed',
        reason: `${writer.cluster} does not know ${plan.object.kind} of ${plan.object.apiVersion}. Decide the exception anew for what it knows now`,
      };
    }
    const target = { order, writer, request: options };
    const object: EngineObject =
      row.target === 'guardrail'
        ? new GuardrailEntries(plan.object, {
            ...target,
            others: () =>
              selectEntriesOfOthers(this.#options.database, row, request.now),
          })
        : new OwnObject(plan.object, target);
    return await this.#reconcile(object, request, writer, capabilities);
  }

  async #reconcile(
    object: EngineObject,
    { note, now, order, signal, wish }: DeliveryRequest,
    writer: ClusterWriter,
    capabilities: ClusterCapabilities,
  ): Promise<EnforcementOutcome> {
    const observed = await object.observe();
    const next = nextEnforcementStep(order.row, wish, observed);
    signal.throwIfAborted();
    switch (next.step) {
      case 'create':
      case 'write':
        return afterWriting(await object.write(note), capabilities);
      case 'note-applied':
        return {
          outcome: 'applied',
          reason: capabilities.warnings.join('\n'),
          ...(observed.there === 'object' && { version: observed.version }),
        };
      case 'note-drift':
        return { outcome: 'drifted', reason: next.reason };
      case 'leave-alone':
        return { outcome: 'failed', reason: next.reason };
      case 'was-never-there':
        return { outcome: 'removed', reason: next.reason, stillRunning: [] };
      case 'remove': {
        const kept = whyKept(await object.remove());
        return kept === undefined
          ? await this.#options.prover.prove({ order, now, writer, signal })
          : { outcome: 'stays', reason: kept, isGone: false };
      }
      default: {
        const proof = { order, now, writer, signal };
        const proved = await this.#options.prover.prove(proof);
        return next.reason === '' || proved.outcome !== 'stays'
          ? proved
          : { ...proved, reason: next.reason, isGone: false };
      }
    }
  }

  #optionsFor(signal: AbortSignal): ClusterWriterOptions {
    return {
      logger: this.#options.logger,
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      ]),
    };
  }
}

function afterWriting(
  written: ApplyOutcome,
  { warnings }: ClusterCapabilities,
): EnforcementOutcome {
  if (written.outcome === 'conflict' || written.outcome === 'refused') {
    return {
      outcome: 'failed',
      reason:
        written.outcome === 'conflict'
          ? `Somebody else has changed it meanwhile: ${redact(written.reason)}`
          : `The API server refuses it: ${redact(written.reason)}`,
    };
  }
  const { resourceVersion, uid } = written.object;
  return {
    outcome: 'applied',
    reason: warnings.join('\n'),
    version: { uid, resourceVersion },
  };
}

function whyKept(removed: RemoveOutcome): string | undefined {
  return removed.outcome === 'conflict'
    ? `It could not be removed: ${redact(removed.reason)}`
    : undefined;
}

/** @internal */
export function problem(
  wish: 'there' | 'gone',
  reason: string,
): EnforcementOutcome {
  return wish === 'there'
    ? { outcome: 'failed', reason }
    : { outcome: 'stays', reason, isGone: false };
}
