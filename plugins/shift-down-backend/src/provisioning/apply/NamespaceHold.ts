/**
 * The right to write the objects of one namespace. One has it at a time, for a minute at
 * most since it last noted something: whoever was killed keeps nobody out for longer. What
 * is noted by one who has lost it is not written.
 */
import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../database/DatabaseClock';
import {
  holdManagedNamespace,
  releaseHold,
} from '../../database/operations/provisioning/holdManagedNamespace';
import { removeManagedNamespace } from '../../database/operations/provisioning/removeManagedNamespace';
import {
  updateManagedNamespace,
  type ManagedNamespaceChange,
} from '../../database/operations/provisioning/updateManagedNamespace';
import {
  updateManagedObject,
  type ManagedObjectChange,
} from '../../database/operations/provisioning/updateManagedObject';
import { transact } from '../../database/transact';

/** Longer than the writing of one object may take. */
const HELD_MILLISECONDS = 60_000;

/** @internal */
export interface HoldOptions {
  database: Knex;
  clock: Clock;
}

/** @internal */
export class NamespaceHold {
  readonly #options: HoldOptions;
  readonly #id: string;
  readonly #token: string;

  private constructor(options: HoldOptions, id: string, token: string) {
    this.#options = options;
    this.#id = id;
    this.#token = token;
  }

  /** @throws ConflictError while another has it. */
  static async take(options: HoldOptions, id: string): Promise<NamespaceHold> {
    const token = randomUUID();
    const now = options.clock.now();
    const isTaken = await holdManagedNamespace(options.database, {
      id,
      token,
      now: now.toISOString(),
      until: until(now),
    });
    if (!isTaken) {
      throw underWay();
    }
    return new NamespaceHold(options, id, token);
  }

  /** For a record that is yet to be written: what to write into it. */
  static forNew(options: HoldOptions, id: string) {
    const token = randomUUID();
    return {
      hold: new NamespaceHold(options, id, token),
      columns: { busy_token: token, busy_until: until(options.clock.now()) },
    };
  }

  /** @throws ConflictError if another has it by now. */
  async note(change: ManagedNamespaceChange): Promise<void> {
    await this.#note(this.#options.database, change);
  }

  /** What became of an object, and with it of the namespace. */
  async noteObject(
    objectId: string,
    change: ManagedObjectChange,
    ofNamespace: ManagedNamespaceChange = {},
  ): Promise<void> {
    await transact(this.#options.database, async tx => {
      await this.#note(tx, ofNamespace);
      await updateManagedObject(
        tx,
        { namespaceId: this.#id, objectId },
        change,
      );
    });
  }

  /** More than one note at once. */
  async within(
    work: (tx: Knex.Transaction) => Promise<void>,
    ofNamespace: ManagedNamespaceChange = {},
  ): Promise<void> {
    await transact(this.#options.database, async tx => {
      await this.#note(tx, ofNamespace);
      await work(tx);
    });
  }

  /** Forgets a record of which nothing was made, if it is still held. */
  async forget(): Promise<void> {
    await removeManagedNamespace(this.#options.database, {
      id: this.#id,
      token: this.#token,
    });
  }

  async release(): Promise<void> {
    await releaseHold(this.#options.database, {
      id: this.#id,
      token: this.#token,
    });
  }

  async #note(knex: Knex, change: ManagedNamespaceChange): Promise<void> {
    const now = this.#options.clock.now();
    const isHeld = await updateManagedNamespace(
      knex,
      this.#id,
      { ...change, updated_at: now.toISOString(), busy_until: until(now) },
      { busy_token: this.#token },
    );
    if (!isHeld) {
      throw underWay();
    }
  }
}

function until(now: Date): string {
  return new Date(now.getTime() + HELD_MILLISECONDS).toISOString();
}

function underWay(): ConflictError {
  return new ConflictError(
    'The namespace is being worked on already. Try again in a minute',
  );
}
