/** Keys that documents about exceptions are signed with. */
import {
  calculateJwkThumbprint,
  CompactSign,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import type { Knex } from 'knex';
import type { Clock } from '../../../database/DatabaseClock';
import type { ExceptionKeyRow } from '../../../database/exceptionTables';
import {
  loadExceptionKeys,
  storeExceptionKey,
} from '../../../database/operations/exceptions/exceptionKeys';

const ALGORITHM = 'EdDSA';

/** @internal */
export class ExceptionKeys {
  readonly #database: Knex;
  readonly #clock: Clock;

  constructor({ clock, database }: { database: Knex; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Public keys, as a JWK set (RFC 7517). */
  async publicKeys(): Promise<{ keys: JWK[] }> {
    const rows = await this.#load();
    return { keys: rows.map(row => JSON.parse(row.public_key)) };
  }

  /** A compact JWS (RFC 7515) over bytes. */
  async sign(
    payload: string,
    header: { typ: string; cty?: string },
  ): Promise<string> {
    const [{ id, private_key: stored }] = await this.#load();
    const key = await importJWK(JSON.parse(stored), ALGORITHM);
    return await new CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg: ALGORITHM, kid: id, ...header })
      .sign(key);
  }

  /**
   * Makes the first key when it is first needed. Replicas that do so at once keep both: a
   * key that has signed anything stays in the set.
   */
  async #load(): Promise<ExceptionKeyRow[]> {
    const known = await loadExceptionKeys(this.#database);
    if (known.length > 0) {
      return known;
    }
    await storeExceptionKey(this.#database, await this.#generate());
    return await loadExceptionKeys(this.#database);
  }

  async #generate(): Promise<ExceptionKeyRow> {
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, {
      extractable: true,
    });
    const jwk = await exportJWK(publicKey);
    const id = await calculateJwkThumbprint(jwk);
    return {
      id,
      public_key: JSON.stringify({
        ...jwk,
        kid: id,
        alg: ALGORITHM,
        use: 'sig',
      }),
      private_key: JSON.stringify(await exportJWK(privateKey)),
      created_at: this.#clock.now().toISOString(),
    };
  }
}
