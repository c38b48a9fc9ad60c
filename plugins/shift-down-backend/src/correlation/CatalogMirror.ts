/**
 * A mirror of the catalog as far as correlation, authorisation and lists need it.
 * The catalog announces no changes, so it is read whole on a schedule, and by
 * entity when one is asked for that isn't known yet.
 */
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { eachChunk } from '../database/inChunks';
import { removeEntities } from '../database/operations/correlation/removeEntities';
import { storeEntities } from '../database/operations/correlation/storeEntities';
import { transact } from '../database/transact';
import { mirrorEntity, MIRRORED_FIELDS } from './mirrorEntity';
import type { CorrelationOptions } from './types';

const PAGE_SIZE = 250;

/** @internal */
export interface CatalogMirrorOptions {
  database: Knex;
  clock: Clock;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  correlation: CorrelationOptions;
  /** Entity kinds to mirror. */
  kinds: string[];
  /** Called after a change that put entities into the queue. */
  onMarked: () => void;
}

/** @internal */
export class CatalogMirror {
  readonly #options: CatalogMirrorOptions;

  constructor(options: CatalogMirrorOptions) {
    this.#options = options;
  }

  /**
   * Reads the whole catalog. Entities are forgotten only after it was read to its
   * end: while the catalog is away, or fails half-way, everything stays.
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    const { auth, catalog, clock, logger } = this.#options;
    const started = clock.now().toISOString();
    const seen = new Set<string>();
    const pages = catalog.streamEntities(
      {
        filter: { kind: this.#options.kinds },
        fields: MIRRORED_FIELDS,
        pageSize: PAGE_SIZE,
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    let changed = 0;
    for await (const page of pages) {
      if (signal?.aborted) {
        return;
      }
      const entities = page.map(mirrorEntity);
      entities.forEach(entity => seen.add(entity.ref));
      changed += await this.#store(entities);
    }

    const gone = await this.#removeUnseen(seen, started);
    if (changed > 0 || gone > 0) {
      logger.info(
        `Mirrored ${seen.size} catalog entities: ${changed} changed, ${gone} gone`,
      );
    }
  }

  /**
   * Mirrors one entity now, so that a new one need not wait for its turn.
   *
   * @returns Whether the catalog has it and it is of a kind to be mirrored.
   */
  async refreshEntity(entityRef: string): Promise<boolean> {
    const { auth, catalog, kinds } = this.#options;
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    const mirrored = entity && mirrorEntity(entity);
    if (!mirrored || !isOneOf(kinds, mirrored.kind)) {
      return false;
    }
    await this.#store([mirrored]);
    return true;
  }

  async #store(entities: ReturnType<typeof mirrorEntity>[]): Promise<number> {
    const { clock, correlation, database, onMarked } = this.#options;
    const changed = await transact(database, tx =>
      storeEntities(tx, correlation, entities, clock.now().toISOString()),
    );
    if (changed > 0) {
      onMarked();
    }
    return changed;
  }

  async #removeUnseen(seen: Set<string>, started: string): Promise<number> {
    const { clock, correlation, database, logger, onMarked } = this.#options;
    const stored: { ref: string }[] = await database('entities')
      .where('first_seen', '<', started)
      .select('ref');
    const gone = stored.map(row => row.ref).filter(ref => !seen.has(ref));
    if (gone.length === 0) {
      return 0;
    }
    if (seen.size === 0) {
      logger.warn(
        `The catalog answered with no entity at all; keeping the ${gone.length} ` +
          `known ones until it has any`,
      );
      return 0;
    }
    await eachChunk(
      gone,
      chunk =>
        transact(database, tx =>
          removeEntities(tx, correlation, chunk, clock.now().toISOString()),
        ),
      PAGE_SIZE,
    );
    onMarked();
    return gone.length;
  }
}

function isOneOf(kinds: string[], kind: string): boolean {
  return kinds.some(it => it.toLocaleLowerCase('en-US') === kind);
}
