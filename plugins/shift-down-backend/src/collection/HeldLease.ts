/**
 * A lease for as long as this replica has it: renews it, aborts its signal once it
 * is or may be another's, and is the only way to write as its holder.
 */
import type { Knex } from 'knex';
import { acquireLease } from '../database/operations/leases/acquireLease';
import {
  LeaseLostError,
  type Lease,
} from '../database/operations/leases/lease';
import { releaseLease } from '../database/operations/leases/releaseLease';
import { renewLease } from '../database/operations/leases/renewLease';
import { transactAs } from '../database/transactAs';
import { pause } from './pause';

/** @internal */
export interface HeldLeaseRequest {
  name: string;
  /** Names this replica. */
  holder: string;
  /** How long the lease lasts from each renewal. */
  seconds: number;
  /** Takes it whoever has it: where there is one process only. */
  seize: boolean;
}

/** What a write needs of the lease that it is made under. @internal */
export interface FencedWriter {
  /**
   * A transaction that commits only while the lease is held.
   * @throws LeaseLostError, with nothing written, if it is not any more.
   */
  transact<T>(work: (tx: Knex.Transaction) => Promise<T>): Promise<T>;
  /** Aborts when the lease is lost. */
  readonly signal: AbortSignal;
}

/** @internal */
export class HeldLease implements FencedWriter {
  readonly #database: Knex;
  readonly #lease: Lease;
  readonly #lost = new AbortController();
  readonly #done = new AbortController();
  readonly #renewing: Promise<void>;

  /** Resolves to `undefined` while another replica has it. */
  static async take(
    database: Knex,
    request: HeldLeaseRequest,
  ): Promise<HeldLease | undefined> {
    const asked = performance.now();
    const lease = await acquireLease(database, request);
    return lease && new HeldLease(database, lease, request.seconds, asked);
  }

  private constructor(
    database: Knex,
    lease: Lease,
    seconds: number,
    asked: number,
  ) {
    this.#database = database;
    this.#lease = lease;
    this.#renewing = this.#keep(seconds * 1000, asked);
  }

  get term(): number {
    return this.#lease.term;
  }

  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  async transact<T>(work: (tx: Knex.Transaction) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    try {
      return await transactAs(this.#database, this.#lease, work);
    } catch (error) {
      if (error instanceof LeaseLostError) {
        this.#lost.abort(error);
      }
      throw error;
    }
  }

  /** Gives it up at once; what is still being written commits or is refused. */
  async release(): Promise<void> {
    this.#done.abort();
    await this.#renewing;
    this.#lost.abort(new LeaseLostError(this.#lease));
    await releaseLease(this.#database, this.#lease);
  }

  /** Measured by a clock that nobody can set, from when the renewal was asked for. */
  async #keep(milliseconds: number, asked: number): Promise<void> {
    let expires = asked + milliseconds;
    const ended = AbortSignal.any([this.#done.signal, this.#lost.signal]);
    for (;;) {
      await pause(milliseconds / 4, ended);
      if (ended.aborted) {
        return;
      }
      const held = await this.#renew(milliseconds / 1000, expires);
      if (held === 'lost') {
        this.#lost.abort(new LeaseLostError(this.#lease));
        return;
      }
      expires = held;
    }
  }

  /**
   * Does not wait for an answer past the end of the lease: the database may be away.
   * @returns When the lease ends now.
   */
  async #renew(seconds: number, expires: number): Promise<number | 'lost'> {
    const asked = performance.now();
    const waited = new AbortController();
    const renewal = renewLease(this.#database, this.#lease, seconds).then(
      renewed => (renewed ? asked + seconds * 1000 : 'lost'),
      () => (performance.now() < expires ? expires : 'lost'),
    );
    const end = pause(
      Math.max(0, expires - asked),
      AbortSignal.any([waited.signal, this.#done.signal]),
    ).then((): 'lost' => 'lost');
    try {
      return await Promise.race([renewal, end]);
    } finally {
      waited.abort();
    }
  }
}
