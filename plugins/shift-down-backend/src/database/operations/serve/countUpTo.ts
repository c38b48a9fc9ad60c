import type { Knex } from 'knex';

/** Beyond this, a list says "at least so many" and spares the database. */
export const COUNTED = 1000;

export interface BoundedTotal {
  total: number;
  totalIsLowerBound: boolean;
}

export function boundedTotal(found: number): BoundedTotal {
  return {
    total: Math.min(found, COUNTED),
    totalIsLowerBound: found > COUNTED,
  };
}

/** How many rows a query has, exact up to a bound. */
export async function countUpTo(
  database: Knex,
  query: Knex.QueryBuilder,
): Promise<BoundedTotal> {
  const [{ count }] = await database
    .count<{ count: string | number }[]>({ count: '*' })
    .from(query.limit(COUNTED + 1).as('rows'));
  return boundedTotal(Number(count));
}
