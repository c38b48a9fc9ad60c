/** The golden images as they are known now, prepared for judgement and kept until they change. */
import {
  createGoldenIndex,
  mergeTrust,
  type GoldenCatalogue,
  type GoldenIndex,
  type SupplyChainTrust,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import {
  loadCatalogue,
  loadCatalogueVersion,
} from '../database/operations/images/loadCatalogue';
import type { ImagesConfig } from './config';

/** Changes when the same image could be judged differently by the same data. */
const JUDGEMENT = 1;

/** @internal */
export interface CatalogueSnapshot {
  /** Changes with anything of it. */
  version: string;
  /** Hash of each golden image by its name. */
  hashes: ReadonlyMap<string, string>;
  catalogue: GoldenCatalogue;
  index: GoldenIndex;
  /** Of the configuration, with what golden images bring along for themselves. */
  trust: SupplyChainTrust;
  /** Of all that images are judged by. */
  judgedWith: string;
}

/** @internal */
export class CatalogueReader {
  readonly #database: Knex;
  readonly #config: Pick<
    ImagesConfig,
    'goldenImages' | 'maxAgeSeconds' | 'trust'
  >;
  readonly #trustHash: string;
  #snapshot: CatalogueSnapshot | undefined;

  constructor(
    database: Knex,
    config: Pick<ImagesConfig, 'goldenImages' | 'maxAgeSeconds' | 'trust'>,
  ) {
    this.#database = database;
    this.#config = config;
    this.#trustHash = createHash('sha256')
      .update(JSON.stringify([JUDGEMENT, config.trust]))
      .digest('hex');
  }

  /** Costs one small query while nothing changed. */
  async current(now: Date): Promise<CatalogueSnapshot> {
    const { goldenImages, maxAgeSeconds, trust } = this.#config;
    const { hashes, problem, version } = await loadCatalogueVersion(
      this.#database,
      goldenImages.locations.map(it => it.target),
      new Date(now.getTime() - maxAgeSeconds * 1000).toISOString(),
    );
    if (this.#snapshot?.version !== version) {
      const catalogue = await loadCatalogue(this.#database, problem);
      this.#snapshot = {
        version,
        hashes,
        catalogue,
        index: createGoldenIndex(catalogue),
        trust: mergeTrust(trust, catalogue.images),
        judgedWith: createHash('sha256')
          .update(version)
          .update(this.#trustHash)
          .digest('hex'),
      };
    }
    return this.#snapshot;
  }
}
