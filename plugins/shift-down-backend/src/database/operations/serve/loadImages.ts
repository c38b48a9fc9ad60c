import type { Knex } from 'knex';
import {
  IMAGE_VERSION,
  joinScans,
  selectContainers,
  type ImageKey,
} from './listImages';
import type { ReadScope } from './readScope';

/** Workloads named for one image. */
const WORKLOADS_SHOWN = 20;

/** A container that runs an image, and the scan of it there. */
interface ImagePlace {
  repository: string;
  version: string;
  tag: string | null;
  digest: string | null;
  subject_id: string;
  container: string;
  cluster_uid: string;
  namespace: string;
  kind: string;
  name: string;
  scanner: string | null;
  os: string | null;
  os_end_of_life: boolean | number | null;
  observed_at: string | null;
}

/** An image with where it runs in a scope and what its newest scan found. */
export interface ScopedImage extends ImageKey {
  places: ImagePlace[];
  /** The place whose scan is the newest, if any was scanned. */
  scan?: ImagePlace;
  /** Distinct vulnerabilities of that scan, by severity. */
  vulnerabilities: Record<string, number>;
}

/** Images in the order of the keys. */
export async function loadImages(
  database: Knex,
  keys: ImageKey[],
  scope: ReadScope,
): Promise<ScopedImage[]> {
  const ranked = joinScans(selectContainers(database, scope))
    .join('subjects as s', 's.id', 'c.subject_id')
    .select('c.repository', 'c.tag', 'c.digest', 'c.subject_id')
    .select('s.cluster_uid', 's.namespace', 's.kind', 's.name')
    .select('i.scanner', 'i.os', 'i.os_end_of_life', 'i.observed_at')
    .select({
      container: 'c.name',
      version: database.raw(IMAGE_VERSION),
      position: database.raw(
        `row_number() over (
          partition by c.repository, ${IMAGE_VERSION}
          order by coalesce(i.observed_at, '') desc, s.namespace, s.name, c.name
        )`,
      ),
    })
    .whereIn(
      'c.repository',
      keys.map(key => key.repository),
    )
    .whereIn(
      database.raw(IMAGE_VERSION) as never,
      keys.map(key => key.version),
    );
  const places: ImagePlace[] = await database
    .select('*')
    .from(ranked.as('ranked'))
    .where('position', '<=', WORKLOADS_SHOWN)
    .orderBy('position');

  const images = keys.map(key => {
    const own = places.filter(
      place =>
        place.repository === key.repository && place.version === key.version,
    );
    return { ...key, places: own, scan: own.find(place => place.observed_at) };
  });
  const counts = await countVulnerabilities(
    database,
    images.flatMap(({ scan }) => (scan ? [scan] : [])),
  );
  return images.map(image => ({
    ...image,
    vulnerabilities: Object.fromEntries(
      counts
        .filter(
          row =>
            row.subject_id === image.scan?.subject_id &&
            row.component === image.scan.container,
        )
        .map(row => [row.severity, Number(row.count)]),
    ),
  }));
}

async function countVulnerabilities(
  database: Knex,
  places: ImagePlace[],
): Promise<
  {
    subject_id: string;
    component: string;
    severity: string;
    count: number | string;
  }[]
> {
  if (places.length === 0) {
    return [];
  }
  return await database('occurrences as o')
    .join('findings as f', 'f.id', 'o.finding_id')
    .select('o.subject_id', 'o.component', 'f.severity')
    .countDistinct({ count: 'f.id' })
    .where('f.type', 'vulnerability')
    .whereIn(
      ['o.subject_id', 'o.component'],
      places.map(place => [place.subject_id, place.container]),
    )
    .groupBy('o.subject_id', 'o.component', 'f.severity');
}
