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

/** An image with where it runs in a scope. */
export interface ScopedImage extends ImageKey {
  places: ImagePlace[];
  /** The place whose scan is the newest, if any was scanned. */
  scan?: ImagePlace;
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

  return keys.map(key => {
    const own = places.filter(
      place =>
        place.repository === key.repository && place.version === key.version,
    );
    return { ...key, places: own, scan: own.find(place => place.observed_at) };
  });
}
