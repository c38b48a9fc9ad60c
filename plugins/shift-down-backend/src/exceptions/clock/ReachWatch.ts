/**
 * Whether an exception still reaches what was decided. What matches beyond that is written
 * down and not exempt, what is the entity's no more is forgotten, and in both cases, and
 * when the policies themselves are others, somebody has to look at it again.
 */
import type {
  ExceptionCommand,
  ExceptionRecord,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { FencedWriter } from '../../collection/HeldLease';
import type { Clock } from '../../database/DatabaseClock';
import { loadDecided } from '../../database/operations/exceptions/clock/loadDecided';
import {
  forgetLost,
  selectLost,
} from '../../database/operations/exceptions/clock/lostLinks';
import {
  noteWidened,
  selectNoted,
} from '../../database/operations/exceptions/clock/noteWidened';
import { selectWidened } from '../../database/operations/exceptions/clock/selectWidened';
import { hashPolicies } from '../../database/operations/exceptions/hashPolicies';
import { loadException } from '../../database/operations/exceptions/loadException';
import { loadWitnesses } from '../../database/operations/exceptions/loadWitnesses';
import { selectReached } from '../../database/operations/exceptions/selectReached';
import { markForAssessment } from '../../database/operations/queue/markForAssessment';

/** What the clock needs of the service of exceptions. @internal */
export interface ExceptionsByThePortal {
  /** A refusal is returned, not thrown: somebody may have been faster. */
  changeAsPortal(id: string, command: ExceptionCommand): Promise<unknown>;
}

/** @internal */
export interface ReachWatchOptions {
  database: Knex;
  clock: Clock;
  exceptions: ExceptionsByThePortal;
}

/** @internal */
export class ReachWatch {
  readonly #options: ReachWatchOptions;

  constructor(options: ReachWatchOptions) {
    this.#options = options;
  }

  /**
   * All of it follows from what is stored, not from what was seen to change: to look once
   * more after a crash comes to the same.
   * @returns whether something is written
   */
  async examine(id: string, lease: FencedWriter): Promise<boolean> {
    const { clock, database, exceptions } = this.#options;
    const record = await loadException(database, id);
    if (record?.state !== 'approved') {
      return false;
    }
    const { entityRef } = record.content.scope;
    const lost = await selectLost(database, id);
    const widened = await selectWidened(database, id, record.content);
    const noted = await selectNoted(database, id);
    const reason = await this.#reasonFor(record, lost, widened);
    const isKnown = record.review !== undefined;
    if (reason !== undefined && !isKnown) {
      await exceptions.changeAsPortal(id, { action: 'require-review', reason });
    }
    const isNoted = noted.join() === widened.join();
    if (lost.length > 0 || !isNoted) {
      await lease.transact(async tx => {
        const now = clock.now();
        await noteWidened(tx, id, entityRef, widened, now);
        await forgetLost(tx, id, lost);
        await markForAssessment(tx, [entityRef], now.toISOString());
      });
    }
    return lost.length > 0 || !isNoted || (reason !== undefined && !isKnown);
  }

  async #reasonFor(
    record: ExceptionRecord,
    lost: readonly string[],
    widened: readonly string[],
  ): Promise<string | undefined> {
    if (lost.length > 0) {
      return (
        `${countOf(lost)} of what was decided ${isOrAre(
          lost,
        )} at no workload that is ` + `confirmed to be the entity’s any more`
      );
    }
    if (widened.length > 0) {
      return (
        `${countOf(widened)} more ${
          widened.length === 1 ? 'matches' : 'match'
        } it than ` + `what was decided, and ${isOrAre(widened)} not exempt`
      );
    }
    return record.review === undefined && (await this.#hasOtherPolicies(record))
      ? 'The policies that it is about are not what they were when it was decided'
      : undefined;
  }

  /** Told only where it reaches what it did: with less of that, fewer policies are seen. */
  async #hasOtherPolicies({ content, id }: ExceptionRecord): Promise<boolean> {
    const { database } = this.#options;
    const decided = await loadDecided(database, id);
    if (!decided) {
      return false;
    }
    const { items } = await selectReached(database, content);
    const idsOf = (reaches: readonly { findingId: string }[]) =>
      reaches
        .map(it => it.findingId)
        .sort()
        .join();
    if (idsOf(items) !== idsOf(decided.reaches)) {
      return false;
    }
    const witnesses = await loadWitnesses(database, items, content);
    return (await hashPolicies(database, witnesses)) !== decided.policyHash;
  }
}

function countOf(findings: readonly string[]): string {
  return `${findings.length} finding${findings.length === 1 ? '' : 's'}`;
}

function isOrAre(findings: readonly string[]): string {
  return findings.length === 1 ? 'is' : 'are';
}
