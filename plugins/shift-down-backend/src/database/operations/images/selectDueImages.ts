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
  {
    except,
    exceptHosts,
    limit,
  }: {
    except: readonly string[];
    /** Registries that are asked enough for now. */
    exceptHosts: readonly string[];
    limit: number;
  },
): Promise<DueImage[]> {
  return await knex('images')
    .where('next_check_at', '<=', now)
    .whereNotIn('id', except)
    .where(image =>
      exceptHosts.forEach(host =>
        // Compared as they are: a host may hold what a pattern takes for its own.
        image.whereRaw('substr(repository, 1, ?) <> ?', [
          host.length + 1,
          `${host}/`,
        ]),
      ),
    )
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
