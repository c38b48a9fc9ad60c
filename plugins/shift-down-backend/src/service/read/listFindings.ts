import { SEVERITIES } from '@shift-down/plugin-shift-down-common';
import type {
  FindingPage,
  ListFindingsQuery,
} from '@shift-down/plugin-shift-down-common/client';
import { countFacets } from '../../database/operations/serve/countFacets';
import type { FindingFilters } from '../../database/operations/serve/findingFilters';
import { listFindingIds } from '../../database/operations/serve/listFindingIds';
import { loadClusters } from '../../database/operations/serve/loadClusters';
import { loadFindingExceptions } from '../../database/operations/serve/loadFindingExceptions';
import { loadFindings } from '../../database/operations/serve/loadFindings';
import type { Readable } from '../../database/operations/serve/readScope';
import { decodeCursor, encodeCursor } from '../request/cursor';
import { clusterNamesOf } from '../response/clusterNames';
import { toFinding } from '../response/toFinding';
import { toFindingExceptions } from '../response/toFindingExceptions';
import type { ServeContext } from '../ServeContext';
import { readScopeOf } from './readScope';

/** One page of findings, with facets where one entity is named. */
export async function listFindings(
  context: ServeContext,
  query: ListFindingsQuery,
  readable: Readable,
): Promise<FindingPage> {
  const { database } = context;
  const { limit = 25, cursor, sort = '-severity', ...filters } = query;
  const cursorContext = { list: 'findings', sort, filters };
  const after = decodeCursor(cursor, cursorContext);
  const { entityRef, exempt, overdue, ...others } = filters;
  const now = context.clock.now();
  const at = now.toISOString();
  const findingFilters: FindingFilters = {
    ...others,
    ...(overdue !== undefined && { overdue: { wanted: overdue, at } }),
    ...(exempt !== undefined && { exempt: { wanted: exempt, at } }),
  };
  const scope = await readScopeOf(context, entityRef, readable);

  const [{ ids, next, total, totalIsLowerBound }, facets, clusters] =
    await Promise.all([
      listFindingIds(database, {
        scope,
        filters: findingFilters,
        sort,
        limit,
        after,
      }),
      entityRef === undefined
        ? undefined
        : countFacets(database, scope, findingFilters),
      loadClusters(database),
    ]);
  const [findings, exceptions] = await Promise.all([
    loadFindings(database, ids, scope, now),
    loadFindingExceptions(database, ids, scope, now),
  ]);
  const clusterNames = clusterNamesOf(clusters);
  return {
    items: findings.map(finding =>
      toFinding(
        finding,
        clusterNames,
        toFindingExceptions(exceptions.get(finding.row.id), now),
      ),
    ),
    total,
    totalIsLowerBound,
    nextCursor: next && encodeCursor(next, cursorContext),
    facets: facets && { ...facets, severity: bySeverity(facets.severity) },
  };
}

type Counts = { value: string; count: number }[];

function bySeverity(counts: Counts = []): Counts {
  const rank = ({ value }: { value: string }) =>
    SEVERITIES.findIndex(severity => severity === value);
  return [...counts].sort((a, b) => rank(a) - rank(b));
}
