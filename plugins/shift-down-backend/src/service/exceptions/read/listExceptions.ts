import {
  countExceptionViews,
  listExceptionIds,
} from '../../../database/operations/exceptions/listExceptionIds';
import { loadParts } from '../../../database/operations/serve/loadParts';
import { loadReadableRefs } from '../../../database/operations/serve/readScope';
import { hasParts } from '../../read/readScope';
import { decodeCursor, encodeCursor } from '../../request/cursor';
import { parseClientEntityRef } from '../../request/entityRef';
import type {
  ExceptionPage,
  ExceptionReader,
  ListExceptionsQuery,
} from '../ExceptionCatalog';
import { loadClusterNames } from './clusterNames';
import { maxDaysOf, type ExceptionReadContext } from './context';
import { loadStored } from './loadStored';
import { toExceptionOverview } from './toExceptionOverview';
import { readableExceptions, viewerOf } from './viewerOf';

/** One page of exceptions that somebody may read. @internal */
export async function listExceptions(
  context: ExceptionReadContext,
  query: ListExceptionsQuery,
  reader: ExceptionReader,
): Promise<ExceptionPage> {
  const { clock, controls, database, rules } = context;
  const { cursor, limit = 25, view = 'all', ...others } = query;
  const { sort = defaultSort(view), entityRef, ...filters } = others;
  const cursorContext = {
    list: 'exceptions',
    sort,
    filters: { view, ...others },
  };
  const after = decodeCursor(cursor, cursorContext);
  const now = clock.now();
  const readable = readableExceptions(reader);
  const viewer = viewerOf(reader, rules);
  const text = filters.text?.toLowerCase();

  const [page, counts, clusterNames] = await Promise.all([
    listExceptionIds(database, {
      readable,
      viewer,
      view,
      filters: {
        ...filters,
        ...(entityRef !== undefined && {
          entityRefs: await refsOf(context, entityRef, reader),
        }),
        controlsOfText:
          text === undefined
            ? []
            : controls
                .filter(({ title }) => title.toLowerCase().includes(text))
                .map(({ id }) => id),
      },
      moment: { at: now, maxDays: maxDaysOf(rules) },
      sort,
      limit,
      after,
    }),
    countExceptionViews(database, readable, viewer, now),
    loadClusterNames(database),
  ]);
  const stored = await loadStored(database, page.ids);
  return {
    items: stored.map(it =>
      toExceptionOverview(it, { controls, clusterNames, now }),
    ),
    totalItems: page.total,
    counts,
    ...(page.next && { nextCursor: encodeCursor(page.next, cursorContext) }),
  };
}

/** What has to be decided comes soonest due first, whatever else the newest first. */
function defaultSort(view: string) {
  return view === 'to-decide' ? ('review' as const) : ('-requested' as const);
}

/** The entity itself, or the parts of a system or domain. */
async function refsOf(
  { database }: ExceptionReadContext,
  entityRef: string,
  reader: ExceptionReader,
): Promise<string[]> {
  const ref = parseClientEntityRef(entityRef);
  if (!hasParts(ref)) {
    return [ref];
  }
  const readable = readableExceptions(reader);
  const [found] = await loadReadableRefs(database, [ref], readable);
  if (!found) {
    return [];
  }
  const parts = await loadParts(database, [found], readable);
  return parts.get(ref) ?? [];
}
