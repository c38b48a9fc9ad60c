import type {
  ListManagedNamespacesQuery,
  ManagedNamespacePage,
} from '@shift-down/plugin-shift-down-common/client';
import { listManagedNamespaces as listRows } from '../../../database/operations/provisioning/read/listManagedNamespaces';
import { decodeCursor, encodeCursor } from '../../request/cursor';
import type { ProvisioningReader } from '../ProvisioningCatalog';
import type { ProvisioningContext } from '../ProvisioningContext';
import { loadOverviewFacts, toOverview } from './toOverview';

/** One page of the managed namespaces that the reader may read. */
export async function listManagedNamespaces(
  context: ProvisioningContext,
  query: ListManagedNamespacesQuery,
  reader: ProvisioningReader,
): Promise<ManagedNamespacePage> {
  const { limit = 25, cursor, ...filters } = query;
  const cursorContext = { list: 'managed-namespaces', sort: 'name', filters };
  const after = decodeCursor(cursor, cursorContext);
  const facts = await loadOverviewFacts(context);
  const { currentVersion } = facts;
  const { behind, ...others } = filters;
  const { mayCreate, mayManage, namespaces: readable } = reader;
  if (behind !== undefined && currentVersion === undefined) {
    // Nobody knows who is behind what can't be read.
    return { items: [], total: 0, mayCreate, mayManage };
  }
  const { more, rows, total } = await listRows(context.database, {
    readable,
    filters: {
      ...others,
      ...(behind !== undefined &&
        currentVersion !== undefined && {
          behind: { is: behind, current: currentVersion },
        }),
    },
    limit,
    after,
  });
  const last = rows.at(-1);
  return {
    items: rows.map(row => toOverview(row, facts)),
    total,
    nextCursor:
      last && more
        ? encodeCursor([last.cluster, last.name], cursorContext)
        : undefined,
    mayCreate,
    mayManage,
  };
}
