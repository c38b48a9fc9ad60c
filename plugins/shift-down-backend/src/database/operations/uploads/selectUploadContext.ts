/** What is known beforehand of that which an upload is about. */
import type { Knex } from 'knex';

/** Repositories in which a digest was seen, running or in a registry. @internal */
export async function selectRepositoriesOf(
  knex: Knex,
  digests: readonly string[],
): Promise<Set<string>> {
  const rows: { repository: string }[] = await knex
    .select('images.repository')
    .from('image_digests')
    .join('images', 'images.id', 'image_digests.image_id')
    .whereIn('image_digests.digest', digests)
    .union(knex('containers').whereIn('digest', digests).select('repository'));
  return new Set(rows.map(row => row.repository));
}

/** Digests that mean the same image of a repository: its index and its manifests. @internal */
export async function selectDigestsBeside(
  knex: Knex,
  repository: string,
  digests: readonly string[],
): Promise<Set<string>> {
  const rows: { digest: string }[] = await knex('image_digests as known')
    .join('images', 'images.id', 'known.image_id')
    .join('image_digests as beside', 'beside.image_id', 'known.image_id')
    .where('images.repository', repository)
    .whereIn('known.digest', digests)
    .distinct('beside.digest');
  return new Set(rows.map(row => row.digest));
}

/** @internal */
export async function hasEntity(knex: Knex, ref: string): Promise<boolean> {
  return (await knex('entities').where({ ref }).first('ref')) !== undefined;
}
