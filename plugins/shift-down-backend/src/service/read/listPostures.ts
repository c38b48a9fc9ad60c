import { severityRank } from '@shift-down/plugin-shift-down-common';
import type {
  ListPosturesQuery,
  PosturePage,
} from '@shift-down/plugin-shift-down-common/client';
import { listPostureRefs } from '../../database/operations/serve/listPostureRefs';
import { loadPostures } from '../../database/operations/serve/loadPostures';
import type { Readable } from '../../database/operations/serve/readScope';
import { decodeCursor, encodeCursor } from '../request/cursor';
import { toPostureOverview } from '../response/toPostureOverview';
import type { ServeContext } from '../ServeContext';
import { readScopeOf } from './readScope';

/** One page of the postures of entities. */
export async function listPostures(
  context: ServeContext,
  query: ListPosturesQuery,
  readable: Readable,
): Promise<PosturePage> {
  const { database } = context;
  const { limit = 25, cursor, sort = '-grade', ...filters } = query;
  const cursorContext = { list: 'postures', sort, filters };
  const after = decodeCursor(cursor, cursorContext);
  const scope = await readScopeOf(context, undefined, readable);

  const { severity, kind, ...others } = filters;
  const { refs, next, total, totalIsLowerBound } = await listPostureRefs(
    database,
    {
      scope,
      filters: {
        ...others,
        kind: kind?.map(name => name.toLocaleLowerCase('en-US')),
        worst: severity?.map(severityRank),
      },
      sort,
      limit,
      after,
    },
  );
  const postures = await loadPostures(database, refs);
  return {
    items: refs.flatMap(ref => {
      const posture = postures.get(ref);
      return posture ? [toPostureOverview(posture, context.clock.now())] : [];
    }),
    total,
    totalIsLowerBound,
    nextCursor: next && encodeCursor(next, cursorContext),
  };
}
