/**
 * The clock that all replicas share: the database's. Those of replicas may differ, and
 * what one of them calls fresh must not be stale to the next.
 */
import type { Knex } from 'knex';
import { databaseClock } from './operations/leases/databaseClock';

/** The answer that took the shortest time tells the most. */
const QUESTIONS = 3;

/** @internal */
export interface Clock {
  now(): Date;
}

/** @internal */
export class DatabaseClock implements Clock {
  readonly #database: Knex;
  readonly #own: () => number;
  #offset = 0;

  /** @param own - The clock of this replica, in milliseconds since 1970. */
  constructor(database: Knex, own: () => number = Date.now) {
    this.#database = database;
    this.#own = own;
  }

  now(): Date {
    return new Date(this.#own() + this.#offset);
  }

  /**
   * Measures how far this replica's clock is off, to be repeated since clocks drift and
   * are set; good to half the time that the database takes to answer.
   *
   * @throws If the database does not answer; what was measured last then stands.
   */
  async measure(): Promise<void> {
    // An embedded database has no clock but that of its one process.
    if (this.#database.client.config.client !== 'pg') {
      return;
    }
    let best = await this.#ask();
    for (let asked = 1; asked < QUESTIONS; asked++) {
      const answer = await this.#ask();
      best = answer.took < best.took ? answer : best;
    }
    this.#offset = best.offset;
  }

  async #ask(): Promise<{ offset: number; took: number }> {
    const database = this.#database;
    const started = performance.now();
    const row: { at: string } = await database
      .select({ at: databaseClock(database) })
      .first();
    const took = performance.now() - started;
    return { took, offset: Date.parse(row.at) + took / 2 - this.#own() };
  }
}
