import type { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';

const IDS_PER_PAGE = 5000;

/** Ids of the stored objects of a kind that are not among the given ones. @internal */
export async function selectUnlistedObjects(
  knex: Knex,
  source: { clusterUid: string; kind: string },
  listed: ReadonlySet<string>,
): Promise<string[]> {
  const unlisted: string[] = [];
  let after = '';
  for (;;) {
    const page: { id: string }[] = await knex('objects')
      .where({ cluster_uid: source.clusterUid, source_kind: source.kind })
      .where('id', '>', after)
      .orderBy('id')
      .limit(IDS_PER_PAGE)
      .select('id');
    for (const { id } of page) {
      if (!listed.has(id)) {
        unlisted.push(id);
      }
    }
    if (page.length < IDS_PER_PAGE) {
      return unlisted;
    }
    after = page[page.length - 1].id;
    await setImmediate();
  }
}
