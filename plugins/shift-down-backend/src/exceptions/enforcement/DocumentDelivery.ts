/** Waits for what a person applies: what counts is what is seen in the cluster. */
import type { Knex } from 'knex';
import {
  findInEvidence,
  type FoundInEvidence,
} from '../../database/operations/exceptions/enforcement/findInEvidence';
import type { DeliveryRequest } from './ClusterDelivery';
import type { Deliveries } from './Deliveries';
import type { EndProver } from './EndProver';
import type { EnforcementOutcome } from './types';

/** @internal */
export const SEEN =
  'Seen in the cluster by its name; what it says was not compared';

/** @internal */
export interface DocumentDeliveryOptions {
  database: Knex;
  deliveries: Deliveries;
  prover: EndProver;
}

/** @internal */
export class DocumentDelivery {
  readonly #options: DocumentDeliveryOptions;

  constructor(options: DocumentDeliveryOptions) {
    this.#options = options;
  }

  async look({ order }: DeliveryRequest): Promise<FoundInEvidence> {
    return await findInEvidence(this.#options.database, order.row);
  }

  async deliver(request: DeliveryRequest): Promise<EnforcementOutcome> {
    const found = await this.look(request);
    const { row } = request.order;
    if (request.wish === 'there') {
      return found.found === 'there'
        ? { outcome: 'applied', reason: SEEN }
        : {
            outcome: 'pending',
            reason: `Somebody has to apply the document${withReason(found)}`,
          };
    }
    if (found.found === 'there') {
      return {
        outcome: 'stays',
        isGone: false,
        reason: `Somebody has to remove ${row.object_key}`,
      };
    }
    return await this.afterwards(request, found);
  }

  /** Of what is not seen, or not to be seen, once it is to be gone. */
  async afterwards(
    { now, order, signal }: DeliveryRequest,
    found: FoundInEvidence,
  ): Promise<EnforcementOutcome> {
    const { deliveries, prover } = this.#options;
    const { cluster, row } = order;
    if (row.applied_at === null && found.found === 'nothing') {
      return {
        outcome: 'removed',
        reason: 'It never came to the engine',
        stillRunning: [],
      };
    }
    const writer =
      cluster === undefined ? undefined : deliveries.writerOf(cluster);
    const proved = await prover.prove({
      order,
      now,
      signal,
      ...(writer && { writer }),
    });
    // Without a proof, what is not known to be gone may be there.
    return found.found === 'not-told' && !('proof' in proved)
      ? { outcome: 'stays', isGone: false, reason: found.reason }
      : proved;
  }
}

/** @internal */
export function withReason(found: FoundInEvidence): string {
  return found.found === 'not-told' ? `. ${found.reason}` : '';
}
