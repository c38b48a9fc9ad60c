import type { GoldenStatus } from '@shift-down/plugin-shift-down-common';
import type {
  GoldenImageUserPage,
  ListGoldenImageUsersQuery,
} from '@shift-down/plugin-shift-down-common/client';
import type { GoldenImage } from '@shift-down/plugin-shift-down-policy';
import { listGoldenUsers } from '../../../database/operations/serve/goldenImages/listGoldenUsers';
import { countStanding } from '../../../database/operations/serve/goldenImages/standing';
import { loadClusters } from '../../../database/operations/serve/loadClusters';
import {
  loadReadScope,
  type Readable,
} from '../../../database/operations/serve/readScope';
import { decodeCursor, encodeCursor } from '../../request/cursor';
import { clusterNamesOf } from '../../response/clusterNames';
import type { ServeContext } from '../../ServeContext';
import { findGoldenImage, loadGoldenContext, statusOnRelease } from './context';

/** One page of the workloads that stand on a golden image, furthest behind first. */
export async function listGoldenImageUsers(
  context: ServeContext,
  name: string,
  query: ListGoldenImageUsersQuery,
  readable: Readable,
): Promise<GoldenImageUserPage> {
  const { database } = context;
  const { limit = 25, cursor, ...filters } = query;
  const golden = await loadGoldenContext(context);
  const image = findGoldenImage(golden, name);
  const cursorContext = { list: 'golden-image-users', sort: name, filters };
  const after = decodeCursor(cursor, cursorContext);
  const scope = await loadReadScope(database, readable);

  const inUse = await countStanding(database, scope, name);
  const standing = inUse
    .map(({ version }) => ({
      version,
      status: statusOnRelease(golden, { image: name, version }),
    }))
    .sort((a, b) => compare(image, a, b));
  const wanted = new Map(
    standing.map((it, rank) => [it.version, { ...it, rank }]),
  );
  for (const { version, status } of standing) {
    const isWanted =
      (!filters.version || filters.version.includes(version)) &&
      (!filters.state || filters.state.some(state => state === status.state));
    if (!isWanted) {
      wanted.delete(version);
    }
  }

  const [page, clusters] = await Promise.all([
    listGoldenUsers(database, {
      scope,
      image: name,
      ranks: new Map([...wanted].map(([version, { rank }]) => [version, rank])),
      owners: filters.owner,
      limit,
      after,
    }),
    loadClusters(database),
  ]);
  const clusterNames = clusterNamesOf(clusters);
  return {
    items: page.users.map(user => ({
      entityRef: user.entity_ref,
      ownerRef: user.owner_ref ?? undefined,
      subject: {
        cluster: clusterNames.get(user.cluster_uid),
        namespace: user.namespace,
        kind: user.kind,
        name: user.name,
        component: user.container,
      },
      repository: user.repository,
      tag: user.tag ?? undefined,
      digest: user.digest ?? undefined,
      release: { image: name, version: user.version },
      status: wanted.get(user.version)!.status,
    })),
    total: page.total,
    totalIsLowerBound: page.totalIsLowerBound,
    nextCursor: page.next && encodeCursor(page.next, cursorContext),
  };
}

const WORST_FIRST: GoldenStatus['state'][] = [
  'out-of-support',
  'retired',
  'behind',
  'unknown',
  'current',
  'not-golden',
];

/** Worst first; among the same, what is longest behind, and then the oldest. */
function compare(
  { releases }: GoldenImage,
  a: { version: string; status: GoldenStatus },
  b: { version: string; status: GoldenStatus },
): number {
  const position = ({ version }: { version: string }) =>
    releases.findIndex(release => release.version === version);
  return (
    WORST_FIRST.indexOf(a.status.state) - WORST_FIRST.indexOf(b.status.state) ||
    behindBy(b.status) - behindBy(a.status) ||
    position(b) - position(a)
  );
}

/** Days; what is out of support longest counts most. */
function behindBy(status: GoldenStatus): number {
  switch (status.state) {
    case 'behind':
      return status.days + status.releases / 10_000;
    case 'out-of-support':
      return -Date.parse(status.since);
    default:
      return 0;
  }
}
