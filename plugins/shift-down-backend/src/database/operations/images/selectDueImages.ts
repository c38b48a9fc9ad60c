import type { Knex } from 'knex';
import type { ImageRow } from '../../imageTables';

/** An image that is to be asked for. @internal */
export type DueImage = Pick<
  ImageRow,
  | 'id'
  | 'repository'
  | 'version'
  | 'digest'
  | 'source_state'
  | 'attempts'
  | 'state'
>;

/** Images that are due, those with the oldest evidence first. @internal */
export async function selectDueImages(
  knex: Knex,
  now: string,
  { except, limit }: { except: readonly string[]; limit: number },
): Promise<DueImage[]> {
  return await knex('images')
    .where('next_check_at', '<=', now)
    .whereNotIn('id', except)
    .orderByRaw(`coalesce(evidence_at, ''), next_check_at, id`)
    .limit(limit)
    .select(
      'id',
      'repository',
      'version',
      'digest',
      'source_state',
      'attempts',
      'state',
    );
}

/** @internal */
export async function countDueImages(knex: Knex, now: string): Promise<number> {
  const [{ count }] = await knex('images')
    .where('next_check_at', '<=', now)
    .count({ count: '*' });
  return Number(count);
}

/** When the next one is due, if any will be. @internal */
export async function nextDueAt(knex: Knex): Promise<string | undefined> {
  const row: { at: string | null } | undefined = await knex('images')
    .min({ at: 'next_check_at' })
    .first();
  return row?.at ?? undefined;
}
