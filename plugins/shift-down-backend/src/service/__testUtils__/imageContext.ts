/** What a context of the API needs to tell of images, over whatever a database holds. */
import { NO_TRUST } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { CatalogueReader } from '../../images/CatalogueReader';
import type { ServeContext } from '../ServeContext';

/** On the list of known exploited vulnerabilities. */
export const EXPLOITED = 'CVE-2026-0009';

export function imageContext(
  database: Knex,
): Pick<ServeContext, 'catalogues' | 'looksAtImages' | 'isKnownExploited'> {
  return {
    catalogues: testCatalogues(database),
    looksAtImages: true,
    isKnownExploited: advisory => advisory === EXPLOITED,
  };
}

/** Golden images as the database holds them, however long ago they were read. */
export function testCatalogues(database: Knex): CatalogueReader {
  return new CatalogueReader(database, {
    goldenImages: { locations: [], frequencySeconds: 60 },
    maxAgeSeconds: 1e9,
    trust: NO_TRUST,
  });
}
