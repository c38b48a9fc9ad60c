/** Shows that an engine refuses again what an exception let through. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ClusterWriter,
  ProbeOutcome,
} from '@shift-down/plugin-shift-down-node';
import {
  namesPolicy,
  redact,
  renderProbes,
  type RenderedObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { describeError } from '../../collection/describeError';
import { findFailureSince } from '../../database/operations/exceptions/enforcement/findFailureSince';
import { findOtherLettingThrough } from '../../database/operations/exceptions/enforcement/findOtherLettingThrough';
import { isAnythingLeft } from '../../database/operations/exceptions/enforcement/isAnythingLeft';
import { selectScopedWorkloads } from '../../database/operations/exceptions/enforcement/selectScopedWorkloads';
import { selectStillRunning } from '../../database/operations/exceptions/enforcement/selectStillRunning';
import type { EndProof, EnforcementOrder, EnforcementOutcome } from './types';

const TIMEOUT_MILLISECONDS = 10_000;
const MAX_MESSAGE = 2_000;

/** @internal */
export interface ProofRequest {
  order: EnforcementOrder;
  now: Date;
  /** Unset where nobody can ask the API server. */
  writer?: ClusterWriter;
  signal: AbortSignal;
}

/** @internal */
export class EndProver {
  readonly #options: { database: Knex; logger: LoggerService };

  constructor(options: { database: Knex; logger: LoggerService }) {
    this.#options = options;
  }

  /** Of what is not in the engine any more. */
  async prove(request: ProofRequest): Promise<EnforcementOutcome> {
    const { database } = this.#options;
    const { now, order } = request;
    const tried = await this.#dryRun(request);
    const proof =
      'by' in tried
        ? tried
        : await this.#report(order, order.row.gone_at ?? now.toISOString());
    if (proof) {
      return await this.#removed(order, 'The engine refuses it again', proof);
    }
    const other = await findOtherLettingThrough(database, order, now);
    if (other !== undefined) {
      return await this.#removed(
        order,
        `It is gone from the engine. Exception ${other} lets the same through now, so that nothing can be refused to prove it`,
      );
    }
    if (!(await isAnythingLeft(database, order.row))) {
      return await this.#removed(
        order,
        'It is gone from the engine. Nothing that it was for violates the policy any more, so that nothing can be refused to prove it',
      );
    }
    return {
      outcome: 'stays',
      isGone: true,
      reason:
        `It is gone from the engine, and nothing has shown yet that the engine refuses again. ${
          'why' in tried ? tried.why : ''
        }`.trim(),
    };
  }

  async #dryRun({
    now,
    order,
    signal,
    writer,
  }: ProofRequest): Promise<EndProof | { why: string }> {
    const { database } = this.#options;
    if (!writer) {
      return { why: 'No credential can ask its API server' };
    }
    const workloads = await selectScopedWorkloads(database, order);
    let why = 'No workload is known that a dry run could be made of';
    for (const workload of workloads) {
      for (const probe of renderProbes(workload, order.plan)) {
        const asked = await this.#ask(writer, probe, signal);
        const place = `${workload.namespace}/${probe.kind}/${probe.metadata.name}`;
        if (asked.outcome === 'unavailable') {
          return { why: redact(asked.reason) };
        }
        if (asked.outcome === 'admitted') {
          why = `A dry run of ${place} was admitted`;
          continue;
        }
        const message = redact(asked.message).slice(0, MAX_MESSAGE);
        if (namesPolicy(asked.message, order.plan)) {
          return { by: 'dry-run', at: now.toISOString(), message };
        }
        why = `A dry run of ${place} was refused by something else: ${message}`;
      }
    }
    return { why };
  }

  /** That the object is gone is known, whether or not somebody answers now. */
  async #ask(
    writer: ClusterWriter,
    probe: RenderedObject,
    signal: AbortSignal,
  ): Promise<ProbeOutcome> {
    try {
      return await writer.probe(probe, {
        logger: this.#options.logger,
        signal: AbortSignal.any([
          signal,
          AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        ]),
      });
    } catch (error) {
      signal.throwIfAborted();
      return { outcome: 'unavailable', reason: describeError(error) };
    }
  }

  /** Engines that report honour the exception in their reports as well; only they prove. */
  async #report(
    { plan, row }: EnforcementOrder,
    since: string,
  ): Promise<EndProof | undefined> {
    if (row.target !== 'kyverno') {
      return undefined;
    }
    const failure = await findFailureSince(this.#options.database, {
      row,
      policies: plan.policies,
      since,
    });
    return (
      failure && {
        by: 'report',
        at: failure.at,
        message: redact(failure.message).slice(0, MAX_MESSAGE),
      }
    );
  }

  async #removed(
    order: EnforcementOrder,
    reason: string,
    proof?: EndProof,
  ): Promise<EnforcementOutcome> {
    return {
      outcome: 'removed',
      reason,
      ...(proof && { proof }),
      stillRunning: await selectStillRunning(this.#options.database, order.row),
    };
  }
}
