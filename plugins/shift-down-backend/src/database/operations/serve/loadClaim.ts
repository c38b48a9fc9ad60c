import type { Knex } from 'knex';
import type { ClaimRow } from '../../tables';

/** What became of an entity's claims, if that has been looked at. */
export async function loadClaim(
  database: Knex,
  ref: string,
): Promise<ClaimRow | undefined> {
  return await database<ClaimRow>('claims').where('entity_ref', ref).first();
}
