import type { Knex } from 'knex';
import { countUpTo, type BoundedTotal } from '../countUpTo';
import type { ReadScope } from '../readScope';
import { containersInScope } from './standing';

/** A container that stands on a golden image, for one entity. */
export interface GoldenUser {
  rank: number;
  entity_ref: string;
  owner_ref: string | null;
  subject_id: string;
  cluster_uid: string;
  namespace: string;
  kind: string;
  name: string;
  container: string;
  repository: string;
  tag: string | null;
  digest: string | null;
  version: string;
}

/** One page of who stands on a golden image, in the order of the ranks. */
export async function listGoldenUsers(
  database: Knex,
  request: {
    scope: ReadScope;
    image: string;
    /** Versions that count, each with its place in the list. */
    ranks: ReadonlyMap<string, number>;
    owners?: readonly string[];
    limit: number;
    after?: (string | number)[];
  },
): Promise<BoundedTotal & { users: GoldenUser[]; next?: (string | number)[] }> {
  const { scope, image, ranks, owners, limit, after } = request;
  if (ranks.size === 0) {
    return { users: [], total: 0, totalIsLowerBound: false };
  }
  const select = () => {
    const query = containersInScope(database, scope)
      .join('subjects as subject', 'subject.id', 'container.subject_id')
      .join('entities as entity', 'entity.ref', 'link.entity_ref')
      .where('image.golden_image', image)
      .whereIn('image.golden_version', [...ranks.keys()]);
    return owners ? query.whereIn('entity.owner_ref', [...owners]) : query;
  };
  const page = database
    .select('*')
    .from(
      select()
        .select(
          'link.entity_ref',
          'entity.owner_ref',
          'container.subject_id',
          'subject.cluster_uid',
          'subject.namespace',
          'subject.kind',
          'subject.name',
          'container.repository',
          'container.tag',
          'container.digest',
        )
        .select({
          container: 'container.name',
          version: 'image.golden_version',
          rank: rankOf(database, ranks),
        })
        .as('users'),
    )
    .orderBy(['rank', 'entity_ref', 'subject_id', 'container'])
    .limit(limit + 1);
  if (after) {
    const [rank, ...key] = after;
    page.where(rest =>
      rest
        .where('rank', '>', rank)
        .orWhere(tie =>
          tie
            .where('rank', rank)
            .whereRaw('(entity_ref, subject_id, container) > (?, ?, ?)', key),
        ),
    );
  }
  const [rows, total] = await Promise.all([
    page as Promise<GoldenUser[]>,
    countUpTo(database, select().select('container.subject_id')),
  ]);
  const users = rows.slice(0, limit);
  const last = users.at(-1);
  return {
    ...total,
    users,
    next:
      last && rows.length > limit
        ? [Number(last.rank), last.entity_ref, last.subject_id, last.container]
        : undefined,
  };
}

/** The ranks are written out: PostgreSQL takes a bound number there for a text. */
function rankOf(database: Knex, ranks: ReadonlyMap<string, number>): Knex.Raw {
  const cases = [...ranks.values()].map(rank => `when ? then ${Number(rank)}`);
  return database.raw(`case image.golden_version ${cases.join(' ')} end`, [
    ...ranks.keys(),
  ]);
}
